import Web

/// Three ways to ask about a paper.
struct VerifyPage {
    /// What is to be mended in what was sent.
    enum Mistake: String, CaseIterable {
        case empty
        case noFile = "file.none"
        case notPDF = "file.not-pdf"
        case tooLarge = "file.too-large"
        /// It did not arrive whole.
        case unreadable = "file.unreadable"

        var field: String { self == .empty ? "code" : "file" }
    }

    let code: String
    let mistake: Mistake?

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let errors = mistake.map { [FieldError($0.field, phrases("verify.\($0.rawValue)"))] } ?? []
        let wrongFile = errors.message("file")
        return frame.site(
            context, title: phrases("verify.title"), lead: phrases("verify.lead"), script: ["verify.js"],
            hasErrors: mistake != nil
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
                element("div", .class(wrongFile == nil ? "field" : "field has-error")) {
                    element("label", .for("file")) { phrases("verify.file.label") }
                    element("p", .id("file-hint"), .class("hint")) { phrases("verify.file.hint") }
                    if let wrongFile { element("p", .id("file-error"), .class("error")) { wrongFile } }
                    void(
                        "input", .id("file"), .name("file"), .type("file"), .accept("application/pdf"),
                        .describedBy(wrongFile == nil ? "file-hint" : "file-hint file-error"),
                        .ariaInvalid(wrongFile != nil), .required(true))
                }
                Button(phrases("verify.ask"), .secondary).html
            }
        }
    }
}
