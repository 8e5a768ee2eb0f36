public import Base

/// The code on a paper by which anybody can ask whether it is genuine: 80 random bits, 16 characters of
/// Crockford's base 32 in upper case, written in groups of four.
public struct VerificationCode: Hashable, Sendable {
    public static let length = 16

    /// Sixteen characters without hyphens.
    public let text: String

    public init(_ world: World) {
        text = Token.encode(world.random(10)).uppercased()
    }

    /// Reads a code as people type it: case, width, spaces and hyphens do not matter; O reads as 0, I and L as 1.
    ///
    /// - Returns: Nil when it is not a code.
    public init?(_ input: some StringProtocol) {
        guard input.utf8.count <= 64 else { return nil }
        let characters = String(input).withNarrowSigns.uppercased().utf8.filter { !Self.ignored.contains($0) }
        let read = characters.map { Self.readings[$0] ?? $0 }
        guard read.count == Self.length, read.allSatisfy(Self.alphabet.contains) else { return nil }
        text = String(decoding: read, as: UTF8.self)
    }

    /// As printed: `ABCD-EFGH-JKMN-PQRS`.
    public var grouped: String {
        stride(from: 0, to: Self.length, by: 4)
            .map { String(text.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// The ten bytes that the text stands for.
    var bytes: [UInt8] { CrockfordBase32.decode(text) ?? [] }

    private static let alphabet = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let ignored = Set(" -\u{09}".utf8)
    private static let readings: [UInt8: UInt8] = [
        UInt8(ascii: "O"): UInt8(ascii: "0"), UInt8(ascii: "I"): UInt8(ascii: "1"),
        UInt8(ascii: "L"): UInt8(ascii: "1"),
    ]
}
