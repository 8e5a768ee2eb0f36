public import Base
import Foundation
import Vault

/// By what a person is looked for among the cases of a desk: always the whole of it, never its beginning.
public enum PersonClue: Hashable, Sendable {
    /// As ``plain(_:)`` writes it.
    case name(String)
    case number(CitizenNumber)
    case phone(Phone)

    /// What somebody typed: a citizen's number, a mobile number, else a name.
    ///
    /// - Returns: Nil for what is none of them.
    public init?(_ text: String) {
        if let number = try? CitizenNumber(text) {
            self = .number(number)
        } else if let phone = Phone(text) {
            self = .phone(phone)
        } else if let name = PersonName(text), Self.plain(name.text).count > 1,
            !Self.plain(name.text).contains(where: { ("0"..."9").contains($0) })
        {
            self = .name(Self.plain(name.text))
        } else {
            return nil
        }
    }

    /// The word that the log keeps of it.
    public var kind: String {
        switch self {
        case .name: "name"
        case .number: "number"
        case .phone: "phone"
        }
    }

    /// A name without spaces, dots and width, which people leave out or type otherwise.
    static func plain(_ name: String) -> String {
        name.precomposedStringWithCompatibilityMapping.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
