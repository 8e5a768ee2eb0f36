/// A mobile number of mainland China: eleven digits that begin with 1.
public struct Phone: Hashable, Sendable {
    public let text: String

    /// Reads a number as people write it: spaces, hyphens, wide digits and `+86` are accepted.
    public init?(_ input: String) {
        var digits = input.withNarrowSigns.filter { !" -\u{00A0}".contains($0) }
        if digits.hasPrefix("+86") { digits.removeFirst(3) }
        let bytes = Array(digits.utf8)
        guard bytes.count == 11, bytes[0] == UInt8(ascii: "1"), (51...57).contains(bytes[1]),
            bytes.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        text = digits
    }

    /// The form shown on screens: `138****1234`.
    public var masked: String { text.prefix(3) + "****" + text.suffix(4) }
}
