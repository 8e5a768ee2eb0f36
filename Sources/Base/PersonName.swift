/// A person's name as it stands in a register: one to fifty characters, no control or direction characters.
public struct PersonName: Hashable, Sendable {
    public static let lengthMax = 50

    public let text: String

    /// - Returns: Nil when the text is empty, too long, or carries characters that no register holds.
    public init?(_ input: String) {
        let trimmed = input.trimmingSpaces()
        guard !trimmed.isEmpty, trimmed.count <= Self.lengthMax, trimmed.isPlainText else { return nil }
        text = trimmed
    }

    /// The form shown on screens: the first character, the rest as stars (王**); of a single character nothing.
    public var masked: String {
        text.count == 1 ? "*" : text.prefix(1) + String(repeating: "*", count: min(text.count - 1, 3))
    }
}

extension String {
    public func trimmingSpaces() -> String {
        // By scalars: a mark that stands alone makes one character with the space before it, and is none itself.
        let tail = unicodeScalars.drop { $0.properties.isWhitespace }
        let end = tail.lastIndex { !$0.properties.isWhitespace }
        return end.map { String(tail[...$0]) } ?? ""
    }

    /// With what a Chinese keyboard writes as wide as a character, U+FF01 to U+FF5E and the wide space, in its ordinary width.
    public var withNarrowSigns: String {
        var narrow = UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: narrow.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000: narrow.append(" ")
            default: narrow.append(scalar)
            }
        }
        return String(narrow)
    }

    /// Whether the text is written in letters, as names are: with no digit, sign or picture among them.
    public var isLettered: Bool {
        unicodeScalars.contains { $0.properties.isAlphabetic }
            && unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .otherSymbol, .mathSymbol, .currencySymbol, .modifierSymbol, .decimalNumber: false
                default: true
                }
            }
    }

    /// Whether the text is free of control, direction (bidi) and invisible characters.
    public var isPlainText: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                false
            default: true
            }
        }
    }
}
