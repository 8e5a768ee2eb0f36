import Base
import Web

/// What the desk knows of the one who reads it, and where it reaches her.
struct OwnPage {
    let account: StaffAccount

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.me.title")) {
            SummaryList([
                .init(phrases("staff.person.number"), account.id),
                .init(phrases("staff.person.name"), account.name.text),
                .init(phrases("staff.person.roles"), account.roleNames(phrases)),
                .init(phrases("staff.person.place"), account.place(phrases)),
            ]).html(phrases)
            element("form", .method("post"), .action("/me"), .data("once", "true")) {
                Field(
                    .phone, name: "phone", label: phrases("staff.me.phone"),
                    hint: phrases("staff.me.phone.hint"), value: account.phone?.text, max: 20
                ).html
                actions(Button(phrases("staff.me.button")))
            }
            element("p") { element("a", .href("/me/device")) { phrases("staff.device.title") } }
        }
    }
}
