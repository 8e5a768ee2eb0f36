/// A unified social credit code 统一社会信用代码: 18 characters that name a body or a company.
///
/// Source: GB 32100-2015: a base-31 alphabet without I, O, S, V and Z; the last character is a check.
public struct CreditCode: Hashable, Sendable {
    public enum Refused: Error, Hashable, Sendable {
        case length
        case characters
        case checkDigit
    }

    public let text: String

    public init(_ input: String) throws(Refused) {
        let characters = Array(input.utf8)
        guard characters.count == 18 else { throw .length }
        let values = characters.compactMap(Self.alphabet.firstIndex)
        guard values.count == 18 else { throw .characters }
        let sum = zip(values.prefix(17), Self.weights).reduce(0) { $0 + $1.0 * $1.1 }
        guard values[17] == (31 - sum % 31) % 31 else { throw .checkDigit }
        text = input
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    /// Powers of three modulo 31.
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
}
