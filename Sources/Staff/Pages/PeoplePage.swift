import Base
import Stations
import Web

/// Everybody at the desk, a page at a time, and the form that asks somebody in.
struct PeoplePage {
    let people: [StaffAccount]
    let mayInvite: Bool
    /// The places of officers that nobody ever held.
    let emptySeats: Set<StaffRole>
    /// Those that stand empty and were held before; empty for who may not ask that they are filled.
    let heldSeats: Set<StaffRole>
    /// Where nobody decides what is handed in.
    let unserved: [UnservedOffice]
    let places: DeskPlaces
    let proof: ProofLink

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.people.title")) {
            if mayInvite {
                invitation(phrases)
                element("h2") { phrases("staff.people.all") }
            }
            deskTable([
                phrases("staff.person.number"), phrases("staff.person.name"), phrases("staff.person.roles"),
                phrases("staff.person.place"), phrases("staff.person.state"),
            ]) {
                for person in people { row(person, phrases) }
            }
            if people.count == StaffQueries.peopleMax, let last = people.last {
                element("p") {
                    element("a", .class("button secondary"), .href("/people?after=\(last.id)")) {
                        phrases("staff.people.next")
                    }
                }
            }
            if !heldSeats.isEmpty { seats(phrases) }
            UnservedPart(offices: unserved, places: places).html(phrases)
        }
    }

    private func row(_ person: StaffAccount, _ phrases: Phrases) -> HTML {
        element("tr") {
            element("td") { element("a", .href("/people/\(person.id)")) { person.id } }
            element("td") { HTML.typed(person.name.text) }
            element("td") { person.roleNames(phrases) }
            element("td") { person.place(phrases, places) }
            element("td") { phrases("staff.state.\(person.state.rawValue)") }
        }
    }

    private func seats(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("staff.seat.title") }
            element("p") { phrases("staff.seat.lead") }
            proof.html(phrases)
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
                select(
                    "department", phrases("staff.person.department"), phrases("staff.invite.department"),
                    [("", phrases("staff.invite.department.none"))]
                        + places.departments.map { ($0.code, $0.name[phrases.language]) })
                select(
                    "region", phrases("staff.person.region"), phrases("staff.invite.region"),
                    [("", phrases("staff.unserved.level.3"))] + places.regions(phrases))
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

    private func select(
        _ name: String, _ label: String, _ hint: String, _ options: [(code: String, name: String)]
    ) -> HTML {
        element("div", .class("field")) {
            element("label", .for(name)) { label }
            element("p", .id("\(name)-hint"), .class("hint")) { hint }
            element("select", .id(name), .name(name), .describedBy("\(name)-hint")) {
                for option in options { element("option", .value(option.code)) { option.name } }
            }
        }
    }
}
