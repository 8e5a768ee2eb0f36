import Base
import Catalogue

/// A whole application as a program sends it: the service, and an answer to each of its questions.
public struct Application: Codable, Hashable, Sendable {
    /// `<department>/<slug>`.
    public let service: String
    /// By question id, as a person would type them.
    public let answers: [String: String]

    public init(service: String, answers: [String: String]) {
        self.service = service
        self.answers = answers
    }

    /// The answers in their one written form; what is not asked is left out.
    ///
    /// `person` is the number of whom it is about, nil where nothing looks at it.
    ///
    /// - Throws: ``AnswersRefused`` with every answer that cannot be taken, not only the first.
    func checked(
        against item: ServiceItem, of person: CitizenNumber?, on today: CalendarDate
    ) throws(AnswersRefused) -> [String: String] {
        var checked: [String: String] = [:]
        var refused: [AnswersRefused.Answer] = []
        var values = person.map { RuleFacts.person($0, on: today) } ?? [:]
        // In order, because whether a question is asked depends on the answers before it.
        for question in item.questions
        where question.when?.holds(in: RuleFacts(today: today, values: values)) ?? true {
            do {
                let answer = try question.check(answers[question.id] ?? "", on: today)
                try question.requireSomebodyElse(than: person, in: answer)
                try question.requireNobodyElse(in: answer)
                checked[question.id] = answer
                values["answer.\(question.id)"] = question.value(answer)
                if let unmet = question.unmet(in: RuleFacts(today: today, values: values)) {
                    throw AnswerRefused.rule(question: question.id, otherwise: unmet.otherwise)
                }
            } catch let refusal as AnswerRefused {
                refused.append(.init(question: question.id, refusal: .answer(refusal)))
            } catch {
                refused.append(.init(question: question.id, refusal: .namesPerson))
            }
        }
        for unknown in answers.keys.sorted() where item.question(unknown) == nil {
            refused.append(.init(question: unknown, refusal: .unknownQuestion))
        }
        guard refused.isEmpty else { throw AnswersRefused(answers: refused) }
        return checked
    }
}
