import Web

/// Three ways to ask about a paper.
struct VerifyPage {
    let code: String
    let hasMistake: Bool

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let errors = hasMistake ? [FieldError("code", phrases("verify.empty"))] : []
        return frame.site(
            context, title: phrases("verify.title"), lead: phrases("verify.lead"), script: ["verify.js"],
            hasErrors: hasMistake
        ) {
            ErrorSummary(errors).html(phrases)
            element("form", .method("post"), .action("/verify"), .id("verify-code")) {
                Field(
                    .text, name: "code", label: phrases("verify.code.label"),
                    hint: phrases("verify.code.hint"), error: errors.message("code"), value: code, max: 40
                ).html
                Button(phrases("verify.ask")).html
            }
            element("form", .method("post"), .action("/verify"), .id("verify-text")) {
                Field(
                    .paragraph(rows: 3), name: "text", label: phrases("verify.text.label"),
                    hint: phrases("verify.text.hint"), max: 1_024
                ).html
                Button(phrases("verify.ask"), .secondary).html
            }
            element(
                "form", .method("post"), .action("/verify"), .id("verify-file"),
                .enctype("multipart/form-data")
            ) {
                element("div", .class("field")) {
                    element("label", .for("file")) { phrases("verify.file.label") }
                    element("p", .id("file-hint"), .class("hint")) { phrases("verify.file.hint") }
                    void(
                        "input", .id("file"), .name("file"), .type("file"), .accept("application/pdf"),
                        .describedBy("file-hint"),
                        .required(true))
                }
                Button(phrases("verify.ask"), .secondary).html
            }
        }
    }
}
