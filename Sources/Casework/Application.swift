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

    /// The answers in their one written form.
    ///
    /// - Throws: ``AnswersRefused`` with every answer that cannot be taken, not only the first.
    func checked(against item: ServiceItem) throws(AnswersRefused) -> [String: String] {
        var checked: [String: String] = [:]
        var refused: [AnswersRefused.Answer] = []
        for question in item.questions {
            do {
                let answer = try question.check(answers[question.id] ?? "")
                guard answer.citizenNumbers.isEmpty else { throw CaseRefused.answerNamesPerson }
                checked[question.id] = answer
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
