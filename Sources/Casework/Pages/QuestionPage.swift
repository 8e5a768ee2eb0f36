import Base
import Catalogue
import Web

/// One question of a form, with why it is asked.
struct QuestionPage {
    let number: CaseNumber
    let question: Question
    let answer: String?
    /// A kept answer of which only the ends may be shown now; she types another, or goes back.
    var hidden: Phone?
    /// The mark of the kept answer, whatever stands in the field.
    let seen: AnswerMark
    let error: String?
    /// Whether the answer is as it was typed.
    var isTyped = false
    /// The field that the error is about, where the page has several.
    var errorAt: String?
    /// Whether one more row is wanted than is filled in.
    var wantsMore = false
    let back: String?
    let place: CasePlace
    let handOverKey: Token?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        let control = QuestionControl(
            question: question, answer: answer, hidden: hidden, error: error, isTyped: isTyped,
            errorAt: errorAt, wantsMore: wantsMore)
        let changes = control.changes(phrases)
        return place.page(
            frame, context, title: question.label[language], lead: question.why[language], back: back,
            spoken: "kiosk.question.spoken", script: control.scripts, hasErrors: error != nil
        ) {
            if !question.isRequired { element("p", .class("hint")) { phrases("kiosk.question.optional") } }
            if let error { ErrorSummary([FieldError(errorAt ?? "answer", error)]).html(phrases) }
            postForm(action: "\(place.path(number))/questions/\(question.id)", key: key) {
                void("input", .type("hidden"), .name(AnswerMark.fieldName), .value(seen.description))
                element("div", .class(control.isAlone ? "alone" : nil)) {
                    control.html(phrases, language)
                }
                actions(Button(phrases("kiosk.question.next")))
                if !changes.isEmpty {
                    element("div", .class("actions")) { for button in changes { button.html } }
                }
            }
            HandOverOffer(number: number, key: handOverKey).html(phrases)
        }
    }
}
