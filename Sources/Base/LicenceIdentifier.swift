/// The identifier of an electronic licence 电子证照标识: root, type, issuer, serial, version and a check, between dots.
///
/// Source: GB/T 36904-2018; the check is ISO 7064 MOD 37,36 over the fields between root and check, without dots.
public struct LicenceIdentifier: Hashable, Sendable, CustomStringConvertible {
    public enum Refused: Error, Hashable, Sendable {
        /// Not six fields after one another, the first of them an object identifier.
        case form
        /// The type is a credit code and three more digits or capital letters.
        case type
        case issuer
        case serial
        case version
        case checkCharacter
    }

    /// **Range:** characters of a serial.
    public static let serialMax = 32

    /// The object identifier of all licences, such as `1.2.156.3005.2`.
    public let root: String
    public let type: String
    public let issuer: CreditCode
    public let serial: String
    /// 1 to 999; 1 is the first.
    public let version: Int

    /// Puts one together; what it checks is written alike whoever issues it.
    ///
    /// `type` has 21 characters: the credit code of the body that defines it, and three more. `serial` has digits and capital
    /// letters, and is unique among the issuer's of this type.
    public init(
        root: String, type: String, issuer: CreditCode, serial: String, version: Int = 1
    ) throws(Refused) {
        let arcs = root.split(separator: ".", omittingEmptySubsequences: false)
        guard arcs.count >= 2, arcs.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }) else {
            throw .form
        }
        guard Self.isType(type) else { throw .type }
        guard (1...Self.serialMax).contains(serial.utf8.count), Self.isPlain(serial) else { throw .serial }
        guard (1...999).contains(version) else { throw .version }
        self.root = root
        self.type = type
        self.issuer = issuer
        self.serial = serial
        self.version = version
    }

    /// Reads one whose root is known, and believes its check character only.
    public init(_ text: String, root: String) throws(Refused) {
        guard text.hasPrefix(root + ".") else { throw .form }
        let fields = text.dropFirst(root.count + 1).split(separator: ".", omittingEmptySubsequences: false)
            .map(String.init)
        guard fields.count == 5 else { throw .form }
        guard let issuer = try? CreditCode(fields[1]) else { throw .issuer }
        guard fields[3].utf8.count == 3, fields[3].utf8.allSatisfy(Self.isDigit), let version = Int(fields[3])
        else { throw .version }
        try self.init(root: root, type: fields[0], issuer: issuer, serial: fields[2], version: version)
        guard String(checkCharacter) == fields[4] else { throw .checkCharacter }
    }

    public var description: String { ([root] + fields + [String(checkCharacter)]).joined(separator: ".") }

    private var fields: [String] { [type, issuer.text, serial, String(version).leftPadded(to: 3)] }

    /// Whether a licence's type can be called so.
    public static func isType(_ text: String) -> Bool {
        text.utf8.count == 21 && isPlain(text) && (try? CreditCode(String(text.prefix(18)))) != nil
    }

    /// ISO 7064 MOD 37,36: with `p` = 36, for each character `s` = (p + value) mod 36 or 36, `p` = 2 s mod 37; what the
    /// check must add is (37 − p) mod 36.
    private var checkCharacter: Character {
        var product = 36
        for value in fields.joined().compactMap(Self.alphabet.firstIndex) {
            let sum = (product + value) % 36
            product = 2 * (sum == 0 ? 36 : sum) % 37
        }
        return Self.alphabet[(37 - product) % 36]
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { isDigit($0) || (65...90).contains($0) }
    }
}
