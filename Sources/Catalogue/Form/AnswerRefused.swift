public import Base
public import HTTPTypes
public import Web

/// Why an answer cannot be taken; each case names the question and what would be accepted.
public enum AnswerRefused: Refusal, Hashable, Sendable {
    case missing(question: String)
    case notOffered(question: String)
    /// **Unit:** characters.
    case tooLong(question: String, max: Int)
    case notPlainText(question: String)
    case notADate(question: String)
    case dateOutOfRange(question: String, from: CalendarDate, to: CalendarDate)
    case notANumber(question: String)
    case numberOutOfRange(question: String, from: Int, to: Int)
    case notMoney(question: String)
    /// **Unit:** fen.
    case moneyOutOfRange(question: String, from: Int, to: Int)
    case notAPhone(question: String)
    case notAPerson(question: String)
    /// Somebody else is asked for, and the number is that of whom it is about.
    case oneself(question: String)
    case notACompany(question: String)
    case notABankAccount(question: String)
    case notAnAddress(question: String)
    case rowsTooFew(question: String, min: Int)
    case rowsTooMany(question: String, max: Int)
    case filesTooFew(question: String, min: Int)
    case filesTooMany(question: String, max: Int)
    case notASignature(question: String)
    /// It does not go with an earlier answer, or with what a register says; the sentence is the service's own.
    case rule(question: String, otherwise: LocalText)
    /// **Unit:** rows, from 1; what would be accepted in the cell is said by the last.
    indirect case inRow(question: String, row: Int, column: TableQuestion.Column, AnswerRefused)

    public var question: String {
        switch self {
        case .missing(let question), .notOffered(let question), .tooLong(let question, _),
            .notPlainText(let question), .notADate(let question), .dateOutOfRange(let question, _, _),
            .notANumber(let question), .numberOutOfRange(let question, _, _), .notMoney(let question),
            .moneyOutOfRange(let question, _, _), .notAPhone(let question), .notAPerson(let question),
            .oneself(let question),
            .notACompany(let question), .notABankAccount(let question), .notAnAddress(let question),
            .rowsTooFew(let question, _), .rowsTooMany(let question, _), .inRow(let question, _, _, _),
            .filesTooFew(let question, _), .filesTooMany(let question, _), .notASignature(let question),
            .rule(let question, _):
            question
        }
    }

    public var slug: String {
        switch self {
        case .missing: "answer-missing"
        case .notOffered: "answer-not-offered"
        case .tooLong: "answer-too-long"
        case .notPlainText: "answer-not-plain"
        case .notADate: "answer-not-a-date"
        case .dateOutOfRange: "answer-date-range"
        case .notANumber: "answer-not-a-number"
        case .numberOutOfRange: "answer-number-range"
        case .notMoney: "answer-not-money"
        case .moneyOutOfRange: "answer-money-range"
        case .notAPhone: "answer-not-a-phone"
        case .notAPerson: "answer-not-a-person"
        case .oneself: "answer-oneself"
        case .notACompany: "answer-not-a-company"
        case .notABankAccount: "answer-not-an-account"
        case .notAnAddress: "answer-not-an-address"
        case .rowsTooFew: "answer-rows-few"
        case .rowsTooMany: "answer-rows-many"
        case .inRow: "answer-in-row"
        case .filesTooFew: "answer-files-few"
        case .filesTooMany: "answer-files-many"
        case .notASignature: "answer-not-a-signature"
        case .rule: "answer-rule"
        }
    }

    public var status: HTTPResponse.Status { .unprocessableContent }

    public var localValues: [Language: [String: String]] {
        Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, words(in: $0)) })
    }

    private func words(in language: Language) -> [String: String] {
        switch self {
        case .rule(_, let otherwise): ["sentence": otherwise[language]]
        case .dateOutOfRange(_, let from, let to):
            ["from": from.shown(in: language), "to": to.shown(in: language)]
        default: [:]
        }
    }

    public var values: [String: String] {
        switch self {
        case .missing, .notOffered, .notPlainText, .notADate, .notANumber, .notMoney, .notAPhone, .notAPerson,
            .oneself,
            .notACompany, .notABankAccount, .notAnAddress, .notASignature, .rule:
            [:]
        case .tooLong(_, let max), .rowsTooMany(_, let max), .filesTooMany(_, let max): ["max": String(max)]
        case .rowsTooFew(_, let min), .filesTooFew(_, let min): ["min": String(min)]
        case .inRow(_, let row, _, _): ["row": String(row)]
        case .dateOutOfRange(_, let from, let to): ["from": from.description, "to": to.description]
        case .numberOutOfRange(_, let from, let to): ["from": String(from), "to": String(to)]
        // Limits are whole yuan, or read as well with the rest cut off.
        case .moneyOutOfRange(_, let from, let to): ["from": String(from / 100), "to": String(to / 100)]
        }
    }
}
