import Web

/// A code that is shown this once.
struct CodePage {
    let title: String
    let lead: String
    let code: String

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: title) {
            element("p") { lead }
            element("p") { element("code", .id("code")) { code } }
            Notice(.information, phrases("staff.code.once"), phrases("staff.code.life")).html
            actions(Button(phrases("staff.code.done"), to: "/"))
        }
    }
}
