public import Base
import Vault

/// What an operator reads to a technician so that one terminal can be admitted, once, within fifteen minutes.
public struct EnrolmentCode: Hashable, Sendable {
    public static let life = Duration.seconds(900)
    static let length = 12

    /// Twelve characters of Crockford's base 32 (60 bits) in groups of four, such as `7k2m-q9xd-e4ht`.
    public let text: String
    public let expiresAt: Instant

    init(_ world: World) {
        let characters = Token.encode(world.random(8)).prefix(Self.length)
        text = [characters.prefix(4), characters.dropFirst(4).prefix(4), characters.dropFirst(8)]
            .joined(separator: "-")
        expiresAt = world.now() + Self.life
    }

    /// The form in which a code is kept: a hash, so that nobody who reads the table can admit a terminal.
    ///
    /// - Parameter typed: as a person typed it; case, hyphens, spaces and the letters o, i, l are forgiven.
    /// - Returns: Nil when it cannot be a code.
    static func hash(_ typed: String) -> [UInt8]? {
        guard typed.utf8.count <= 40 else { return nil }
        let plain = typed.lowercased().filter { !"- ".contains($0) }
            .replacing("o", with: "0").replacing("i", with: "1").replacing("l", with: "1")
        guard plain.utf8.count == length else { return nil }
        return Digest.sha256(Array("egret enrolment code ".utf8) + Array(plain.utf8))
    }
}
