/// An unguessable name: 128 random bits, written as 26 characters of Crockford's base 32 in lower case.
///
/// It holds no personal data and no time, so it may stand in a URL or a log.
public struct Token: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    public static let length = 26

    public let rawValue: String

    /// - Returns: Nil unless the text is 26 characters of the alphabet.
    public init?(rawValue: String) {
        guard rawValue.utf8.count == Self.length, rawValue.utf8.allSatisfy(Self.alphabet.contains) else {
            return nil
        }
        self.rawValue = rawValue
    }

    public init(_ world: World) {
        rawValue = Self.encode(world.random(16))
    }

    public var description: String { rawValue }

    /// Bytes as Crockford base 32 without padding, five bits a character, first byte first.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 {
            text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
