import Base
import Identity
import Web

/// Takes the code that was sent to the helper's phone: with it the help begins.
struct HelperCodePage {
    let from: String
    let problem: (any Refusal)?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let error = problem.map { phrases("problem.\($0.slug).title") }
        return frame.kiosk(
            context, title: phrases("kiosk.helper.code.title"), lead: phrases("kiosk.helper.code.lead"),
            back: "/assistance?from=\(Frame.escaped(from))", spoken: "kiosk.helper.code.spoken",
            script: ["keypad.js"], hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            postForm(action: "/assistance/begin", key: key) {
                void("input", .type("hidden"), .name("from"), .value(from))
                Field(
                    .code(length: LoginCode.digits), name: "code", label: phrases("kiosk.helper.code.field"),
                    error: error
                ).html
                keypad(for: "code", phrases)
                actions(Button(phrases("kiosk.helper.code.button")))
            }
        }
    }
}
