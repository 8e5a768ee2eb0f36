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
                element("div", .class("alone")) { control(phrases, language) }
                actions(Button(phrases("kiosk.question.next")))
            }
        }
    }

    private func control(_ phrases: Phrases, _ language: Language) -> HTML {
        let label = question.label[language]
        let hint = question.hint?[language]
        switch question.kind {
        case .choice(let options):
            return Choice(
                name: "answer", label: label,
                options: options.map { Choice.Option($0.id, $0.label[language]) }, chosen: answer, hint: hint,
                error: error
            ).html
        case .text(let max):
            return Field(
                .text, name: "answer", label: label, hint: hint, error: error, value: answer, max: max
            )
            .html
        case .date:
            return Field(.date, name: "answer", label: label, hint: hint, error: error, value: answer).html
        case .number:
            return Field(.number, name: "answer", label: label, hint: hint, error: error, value: answer).html
        }
    }
}
