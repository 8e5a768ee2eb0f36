import Base
import Web

/// Everybody at the desk, and the form that asks somebody in.
struct PeoplePage {
    let people: [StaffAccount]
    let mayInvite: Bool

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.people.title")) {
            deskTable([
                phrases("staff.person.number"), phrases("staff.person.name"), phrases("staff.person.roles"),
                phrases("staff.person.place"), phrases("staff.person.state"),
            ]) {
                for person in people { row(person, phrases) }
            }
            if mayInvite { invitation(phrases) }
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

    /// The places of officers that nobody holds.
    private var emptySeats: [StaffRole] {
        let held = people.filter { $0.state != .ended }.reduce(into: Set<StaffRole>()) {
            $0.formUnion($1.roles)
        }
        return StaffRole.allCases.filter { StaffRole.officers.contains($0) && !held.contains($0) }
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
                            + emptySeats.map { .init($0.rawValue, phrases("staff.role.\($0.rawValue)")) },
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
