public import Base

/// Why an answer cannot be taken; each case names the question and what would be accepted.
public enum AnswerRefused: Error, Hashable, Sendable {
    case missing(question: String)
    case notOffered(question: String)
    /// **Unit:** characters.
    case tooLong(question: String, max: Int)
    case notPlainText(question: String)
    case notADate(question: String)
    case dateOutOfRange(question: String, from: CalendarDate, to: CalendarDate)
    case notANumber(question: String)
    case numberOutOfRange(question: String, from: Int, to: Int)

    public var question: String {
        switch self {
        case .missing(let question), .notOffered(let question), .tooLong(let question, _),
            .notPlainText(let question), .notADate(let question), .dateOutOfRange(let question, _, _),
            .notANumber(let question), .numberOutOfRange(let question, _, _):
            question
        }
    }
}
