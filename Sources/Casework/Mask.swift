import Base
import Catalogue

/// How a register's field is shown on a screen in a shop.
enum Mask {
    /// Names keep their first character, numbers both ends, what a department calls masked little; the rest is no secret.
    static func field(_ field: RegisterField, _ value: String, in language: Language) -> String {
        switch field.id {
        case "name": PersonName(value)?.masked ?? "*"
        case "number": (try? CitizenNumber(value))?.masked ?? "*"
        default: field.isMasked ? stars(value) : field.shown(value, in: language)
        }
    }

    /// A third of it at most, and three characters; the stars say nothing of its length.
    static func stars(_ value: String) -> String {
        value.prefix(min(3, value.count / 3)) + String(repeating: "*", count: 6)
    }
}
