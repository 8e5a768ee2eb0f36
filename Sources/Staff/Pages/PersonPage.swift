import Base
import Web

/// One person of the desk: what she may do, and the requests to change that.
struct PersonPage {
    let person: StaffAccount
    /// Who reads it.
    let reader: StaffAccount
    let places: DeskPlaces
    let proof: ProofLink

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.person.title", ["number": person.id])) {
            SummaryList([
                .init(phrases("staff.person.name"), person.name.text),
                .init(phrases("staff.person.roles"), person.roleNames(phrases)),
                .init(phrases("staff.person.place"), person.place(phrases, places)),
                .init(phrases("staff.person.state"), phrases("staff.state.\(person.state.rawValue)")),
            ]).html(phrases)
            if person.state != .ended, person.id != reader.id {
                if reader.may(.requestRoles) { roles(phrases) }
                if reader.may(.keepAddresses) { address(phrases) }
                if reader.may(.endPeople) { end(phrases) }
            }
        }
    }

    private func roles(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("staff.roles.title") }
            proof.html(phrases)
            element("form", .method("post"), .action("/people/\(person.id)/roles"), .data("once", "true")) {
                element("fieldset", .class("field"), .describedBy("roles-hint")) {
                    element("legend") { phrases("staff.person.roles") }
                    element("p", .id("roles-hint"), .class("hint")) { phrases("staff.roles.hint") }
                    for role in StaffRole.allCases { box(role, phrases) }
                }
                Field(
                    .text, name: "reason", label: phrases("staff.approval.reason"),
                    max: RequestApproval.reasonMax
                ).html
                actions(Button(phrases("staff.roles.button")))
            }
        }
    }

    private func box(_ role: StaffRole, _ phrases: Phrases) -> HTML {
        let id = "role-\(role.rawValue)"
        return element("p") {
            void(
                "input", .type("checkbox"), .id(id), .name("role"), .value(role.rawValue),
                .checked(person.roles.contains(role)))
            element("label", .for(id)) { " " + phrases("staff.role.\(role.rawValue)") }
        }
    }

    private func address(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("staff.address.title") }
            element(
                "form", .method("post"), .action("/people/\(person.id)/address"), .data("once", "true")
            ) {
                Field(
                    .text, name: "address",
                    label: phrases(person.address == nil ? "staff.address.none" : "staff.address.kept"),
                    hint: phrases("staff.address.hint"), max: StaffAddress.lengthMax
                ).html
                actions(Button(phrases("staff.address.button"), .secondary))
            }
        }
    }

    private func end(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("staff.end.title") }
            element("p") { phrases("staff.end.lead") }
            element("form", .method("post"), .action("/people/\(person.id)/end"), .data("once", "true")) {
                actions(Button(phrases("staff.end.button"), .danger))
            }
        }
    }
}
