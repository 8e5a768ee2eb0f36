import Base
import Exchange
import Identity

/// Whom a register's values speak of, wherever they name a person.
enum RecordSubject {
    /// Whether nothing in the values names anybody but this person: neither the fields `name` and `number` nor a
    /// citizen number within another text.
    static func isOnly(_ person: Citizen, in values: [String: RegisterValue]) -> Bool {
        if case .text(let name) = values["name"], name != person.name { return false }
        if case .text(let number) = values["number"], number != person.number.text { return false }
        return values.values.flatMap(\.texts).flatMap(\.citizenNumbers).allSatisfy { $0 == person.number }
    }
}

extension RegisterValue {
    fileprivate var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .table(let rows): rows.flatMap(\.values)
        }
    }
}

extension String {
    /// The citizen numbers that stand in the text as words of their own.
    var citizenNumbers: [CitizenNumber] { CitizenNumber.all(in: self) }
}
