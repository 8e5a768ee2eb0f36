import Base
import Catalogue
import Web

/// One question of a form, with why it is asked.
struct QuestionPage {
    let number: CaseNumber
    let question: Question
    let answer: String?
    /// The mark of the kept answer, whatever stands in the field.
    let seen: AnswerMark
    let error: String?
    let back: String?
    let place: CasePlace
    let handOverKey: Token?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return place.page(
            frame, context, title: question.label[language], lead: question.why[language], back: back,
            spoken: "kiosk.question.spoken", hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("answer", error)]).html(phrases) }
            postForm(action: "\(place.path(number))/questions/\(question.id)", key: key) {
                void("input", .type("hidden"), .name(AnswerMark.fieldName), .value(seen.description))
                element("div", .class("alone")) {
                    QuestionControl(question: question, answer: answer, error: error).html(phrases, language)
                }
                actions(Button(phrases("kiosk.question.next")))
            }
            HandOverOffer(number: number, key: handOverKey).html(phrases)
        }
    }
}
