import Base
import Web

/// What the desk knows of the one who reads it, and where it reaches her.
struct OwnPage {
    let account: StaffAccount
    let places: DeskPlaces

    /// Said once; a clerk claims nothing before, and nobody reads or agrees to what might be about herself.
    private func person(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("staff.me.person") }
            if account.person == nil {
                element("form", .method("post"), .action("/me/number"), .data("once", "true")) {
                    Field(
                        .text, name: "citizen-number", label: phrases("staff.me.person.number"),
                        hint: phrases("staff.me.person.hint"), max: 30
                    ).html
                    actions(Button(phrases("staff.me.person.button")))
                }
            } else {
                element("p") { phrases("staff.me.person.said") }
            }
        }
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.me.title")) {
            SummaryList([
                .init(phrases("staff.person.number"), account.id),
                .init(phrases("staff.person.name"), account.name.text),
                .init(phrases("staff.person.roles"), account.roleNames(phrases)),
                .init(phrases("staff.person.place"), account.place(phrases, places)),
            ]).html(phrases)
            element("form", .method("post"), .action("/me"), .data("once", "true")) {
                Field(
                    .phone, name: "phone", label: phrases("staff.me.phone"),
                    hint: phrases("staff.me.phone.hint"), value: account.phone?.text, max: 20
                ).html
                actions(Button(phrases("staff.me.button")))
            }
            if account.may(.sayOwnNumber) { person(phrases) }
            element("p") { element("a", .href("/me/device")) { phrases("staff.device.title") } }
            element("p") { element("a", .href("/me/proof")) { phrases("staff.proof.title") } }
        }
    }
}
