public import Base
public import Catalogue
public import Web

/// One question of a form, with why it is asked.
public struct QuestionPage: Sendable {
    public let number: CaseNumber
    public let question: Question
    public let answer: String?
    public let error: String?
    public let back: String?
    public let key: Token

    public init(
        number: CaseNumber, question: Question, answer: String?, error: String?, back: String?, key: Token
    ) {
        self.number = number
        self.question = question
        self.answer = answer
        self.error = error
        self.back = back
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return frame.kiosk(
            context, title: question.label[language], lead: question.why[language], back: back,
            spoken: "kiosk.question.spoken", hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("answer", error)]).html(phrases) }
            postForm(action: "/cases/\(number)/questions/\(question.id)", key: key) {
                element("div", .class("alone")) {
                    QuestionControl(question: question, answer: answer, error: error).html(phrases, language)
                }
                actions(Button(phrases("kiosk.question.next")))
            }
        }
    }

}
