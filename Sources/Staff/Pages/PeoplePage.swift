import Base
import Web

/// Everybody at the desk, and the form that asks somebody in.
struct PeoplePage {
    let people: [StaffAccount]
    let mayInvite: Bool
    /// The places of officers that nobody ever held.
    let emptySeats: Set<StaffRole>
    /// Those that stand empty and were held before; empty for who may not ask that they are filled.
    let heldSeats: Set<StaffRole>
    /// Where nobody decides what is handed in.
    let unserved: [UnservedOffice]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.people.title")) {
            deskTable([
                phrases("staff.person.number"), phrases("staff.person.name"), phrases("staff.person.roles"),
                phrases("staff.person.place"), phrases("staff.person.state"),
            ]) {
                for person in people { row(person, phrases) }
            }
            UnservedPart(offices: unserved).html(phrases)
            if mayInvite { invitation(phrases) }
            if !heldSeats.isEmpty { seats(phrases) }
        }
    }

    private func row(_ person: StaffAccount, _ phrases: Phrases) -> HTML {
        element("tr") {
            element("td") { element("a", .href("/people/\(person.id)")) { person.id } }
            element("td") { HTML.typed(person.name.text) }
            element("td") { person.roleNames(phrases) }
            element("td") { person.place(phrases) }
            element("td") { phrases("staff.state.\(person.state.rawValue)") }
        }
    }

    private func seats(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("staff.seat.title") }
            element("p") { phrases("staff.seat.lead") }
            element("form", .method("post"), .action("/people/seats"), .data("once", "true")) {
                Choice(
                    name: "held-seat", label: phrases("staff.invite.seat"),
                    options: options(heldSeats, phrases)
                ).html
                Field(.text, name: "seat-name", label: phrases("staff.person.name"), max: 50).html
                Field(
                    .text, name: "seat-reason", label: phrases("staff.approval.reason"),
                    max: RequestApproval.reasonMax
                ).html
                actions(Button(phrases("staff.seat.button")))
            }
        }
    }

    private func options(_ seats: Set<StaffRole>, _ phrases: Phrases) -> [Choice.Option] {
        StaffRole.allCases.filter(seats.contains).map {
            .init($0.rawValue, phrases("staff.role.\($0.rawValue)"))
        }
    }

    private func invitation(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("staff.invite.title") }
            element("p") { phrases("staff.invite.lead") }
            element("form", .method("post"), .action("/people"), .data("once", "true")) {
                Field(.text, name: "name", label: phrases("staff.person.name"), max: 50).html
                Field(
                    .text, name: "department", label: phrases("staff.person.department"),
                    hint: phrases("staff.invite.department"), max: 40
                ).html
                Field(
                    .text, name: "region", label: phrases("staff.person.region"),
                    hint: phrases("staff.invite.region"), max: 6
                ).html
                if !emptySeats.isEmpty {
                    Choice(
                        name: "seat", label: phrases("staff.invite.seat"),
                        options: [.init("", phrases("staff.invite.seat.none"))]
                            + options(emptySeats, phrases),
                        chosen: "", hint: phrases("staff.invite.seat.hint")
                    ).html
                }
                actions(Button(phrases("staff.invite.button")))
            }
        }
    }
}

extension StaffAccount {
    func roleNames(_ phrases: Phrases) -> String {
        StaffRole.allCases.filter(roles.contains).map { phrases("staff.role.\($0.rawValue)") }
            .joined(separator: phrases("staff.comma"))
    }

    /// Department and region, or that there is no bound.
    func place(_ phrases: Phrases) -> String {
        let parts = [department, region?.rawValue].compactMap(\.self)
        return parts.isEmpty ? phrases("staff.person.everywhere") : parts.joined(separator: " ")
    }
}
