/// A citizen identity number 公民身份号码: 18 characters with a check digit.
///
/// Source: GB 11643-1999. The first six digits are the division of the first registration; divisions that no
/// longer exist stay valid on cards, so unknown ones are accepted. Fifteen-digit numbers of the first generation
/// are not accepted: no card in circulation carries one.
public struct CitizenNumber: Hashable, Sendable {
    public enum Refused: Error, Hashable, Sendable {
        case length
        case characters
        case birthDate
        case checkDigit
    }

    public enum Sex: String, Sendable {
        case male
        case female
    }

    /// Eighteen characters, a final `X` in upper case.
    public let text: String
    public let birthDate: CalendarDate

    public init(_ input: String) throws(Refused) {
        let characters = Array(input.utf8)
        guard characters.count == 18 else { throw .length }
        let upper = characters.map { $0 == UInt8(ascii: "x") ? UInt8(ascii: "X") : $0 }
        guard upper.dropLast().allSatisfy({ (48...57).contains($0) }),
            (48...57).contains(upper[17]) || upper[17] == UInt8(ascii: "X")
        else { throw .characters }
        guard let birthDate = CalendarDate(compact: String(decoding: upper[6..<14], as: UTF8.self)),
            birthDate.year >= 1800
        else { throw .birthDate }
        guard upper[17] == Self.checkDigit(of: upper.prefix(17)) else { throw .checkDigit }
        text = String(decoding: upper, as: UTF8.self)
        self.birthDate = birthDate
    }

    /// The first six digits, as on the card.
    public var division: String { String(text.prefix(6)) }

    /// Odd seventeenth digit: male.
    public var sex: Sex {
        Array(text.utf8)[16] % 2 == 1 ? .male : .female
    }

    /// The form shown on screens: the first four and the last four characters.
    public var masked: String { text.prefix(4) + "**********" + text.suffix(4) }

    /// The numbers that stand in a text as words of their own, full-width characters read as what they look like.
    public static func all(in text: String) -> [CitizenNumber] {
        narrow(text).split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            .compactMap { try? CitizenNumber(String($0)) }
    }

    /// A text with full-width characters as the ASCII they look like.
    public static func narrow(_ text: String) -> String {
        var narrow = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            narrow.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(narrow)
    }

    /// The check digit of seventeen digits: ISO 7064 MOD 11-2.
    public static func checkDigit(of digits: some Sequence<UInt8>) -> UInt8 {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
        return Array("10X98765432".utf8)[sum % 11]
    }
}
