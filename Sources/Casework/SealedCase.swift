import Exchange
import Foundation
import Vault

/// How the personal parts of a case lie in its row: JSON, sealed under the person's key and bound to the row.
enum SealedCase {
    static func seal(_ answers: [String: String], of number: CaseNumber, key: SubjectKey) throws -> [UInt8] {
        try seal(written: written(answers), of: number, key: key)
    }

    /// Answers as they are sealed, which can be made ready before the transaction.
    static func written(_ answers: [String: String]) throws -> [UInt8] {
        [UInt8](try JSONEncoder().encode(answers))
    }

    static func seal(written answers: [UInt8], of number: CaseNumber, key: SubjectKey) throws -> [UInt8] {
        try key.seal(answers, at: place("answers", number))
    }

    static func answers(_ sealed: [UInt8]?, of number: CaseNumber, key: SubjectKey) throws -> [String: String]
    {
        guard let sealed else { return [:] }
        return try JSONDecoder().decode(
            [String: String].self, from: Data(key.open(sealed, at: place("answers", number))))
    }

    static func seal(_ record: [String: RegisterValue], of number: CaseNumber, key: SubjectKey) throws
        -> [UInt8]
    {
        try key.seal(
            [UInt8](JSONEncoder().encode(record.mapValues(Value.init))), at: place("record", number))
    }

    static func record(
        _ sealed: [UInt8]?, of number: CaseNumber, key: SubjectKey
    ) throws -> [String: RegisterValue]? {
        guard let sealed else { return nil }
        return try JSONDecoder().decode(
            [String: Value].self, from: Data(key.open(sealed, at: place("record", number)))
        ).mapValues(\.value)
    }

    private static func place(_ column: StaticString, _ number: CaseNumber) -> FieldPlace {
        FieldPlace("cases", column, row: number.rawValue)
    }

    private struct Value: Codable {
        var text: String?
        var table: [[String: String]]?

        init(_ value: RegisterValue) {
            switch value {
            case .text(let text): self.text = text
            case .table(let table): self.table = table
            }
        }

        var value: RegisterValue {
            table.map(RegisterValue.table) ?? .text(text ?? "")
        }
    }
}
