import Base
import Web

/// What a helper does and never sees, and the place for her number.
struct CallPage {
    let from: String
    let problem: AssistanceRefused?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let error = problem.map { phrases("problem.\($0.slug).title") }
        return frame.kiosk(
            context, title: phrases("kiosk.helper.call.title"), lead: phrases("kiosk.helper.call.lead"),
            back: from, spoken: "kiosk.helper.call.spoken", script: ["keypad.js"], hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("number", error)]).html(phrases) }
            facts(phrases)
            postForm(action: "/assistance/call", key: key) {
                void("input", .type("hidden"), .name("from"), .value(from))
                Field(
                    .code(length: Volunteer.numberDigits), name: "number",
                    label: phrases("kiosk.helper.call.number"), error: error
                ).html
                keypad(for: "number", phrases)
                actions(Button(phrases("kiosk.helper.call.button")))
            }
        }
    }
}
