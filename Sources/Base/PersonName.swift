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
        let tail = drop { $0.isWhitespace }
        let end = tail.lastIndex { !$0.isWhitespace }
        return end.map { String(tail[...$0]) } ?? ""
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
