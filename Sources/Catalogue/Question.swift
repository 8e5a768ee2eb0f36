public import Base

/// One question of a form: one thing per page.
public struct Question: Sendable {
    public struct Option: Hashable, Sendable {
        public let id: String
        public let label: LocalText
    }

    public enum Kind: Hashable, Sendable {
        case choice([Option])
        /// One line of plain text. **Unit:** characters.
        case text(max: Int)
        case date(ClosedRange<CalendarDate>)
        case number(ClosedRange<Int>)
    }

    /// Also the field's name in a form and in `answer.<id>` of a document.
    public let id: String
    public let kind: Kind
    public let label: LocalText
    public let hint: LocalText?
    /// Why we ask, shown with the question.
    public let why: LocalText
    public let isRequired: Bool

    /// Checks an answer as it was typed.
    ///
    /// - Parameter input: what the form carried.
    /// - Returns: The answer in its one written form, empty when an optional question was left out: an option's
    ///   id, trimmed text, `yyyy-mm-dd`, or decimal digits without leading zeros.
    /// - Throws: `AnswerRefused`, which says what would be accepted.
    public func check(_ input: String) throws(AnswerRefused) -> String {
        let answer = input.trimmingSpaces()
        guard !answer.isEmpty else {
            if isRequired { throw .missing(question: id) }
            return ""
        }
        return switch kind {
        case .choice(let options): try option(answer, of: options)
        case .text(let max): try plainText(answer, max: max)
        case .date(let range): try date(answer, in: range)
        case .number(let range): try number(answer, in: range)
        }
    }

    /// How an accepted answer reads to a person.
    public func shown(_ answer: String, in language: Language) -> String {
        guard case .choice(let options) = kind, let option = options.first(where: { $0.id == answer }) else {
            return answer
        }
        return option.label[language]
    }

    private func option(_ answer: String, of options: [Option]) throws(AnswerRefused) -> String {
        guard options.contains(where: { $0.id == answer }) else { throw .notOffered(question: id) }
        return answer
    }

    private func plainText(_ answer: String, max: Int) throws(AnswerRefused) -> String {
        guard answer.isPlainText else { throw .notPlainText(question: id) }
        // A character can be built of many scalars; what is stored has an end all the same.
        guard answer.count <= max, answer.unicodeScalars.count <= max * 4 else {
            throw .tooLong(question: id, max: max)
        }
        return answer
    }

    private func date(_ answer: String, in range: ClosedRange<CalendarDate>) throws(AnswerRefused) -> String {
        guard let date = CalendarDate(answer) ?? CalendarDate(compact: answer) else {
            throw .notADate(question: id)
        }
        guard range.contains(date) else {
            throw .dateOutOfRange(question: id, from: range.lowerBound, to: range.upperBound)
        }
        return date.description
    }

    private func number(_ answer: String, in range: ClosedRange<Int>) throws(AnswerRefused) -> String {
        guard answer.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(answer) else {
            throw .notANumber(question: id)
        }
        guard range.contains(number) else {
            throw .numberOutOfRange(question: id, from: range.lowerBound, to: range.upperBound)
        }
        return String(number)
    }
}
