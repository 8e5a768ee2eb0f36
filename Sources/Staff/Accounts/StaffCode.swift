public import Base
import Vault

/// What lets one person enrol one passkey, once, within fifteen minutes.
public struct StaffCode: Hashable, Sendable {
    public static let life = Duration.seconds(900)
    static let length = 16

    /// Sixteen characters of Crockford's base 32 (80 bits) in groups of four.
    public let text: String
    public let expiresAt: Instant

    init(_ world: World) {
        let characters = Array(Token.encode(world.random(10)))
        text = stride(from: 0, to: Self.length, by: 4).map { String(characters[$0..<$0 + 4]) }
            .joined(separator: "-")
        expiresAt = world.now() + Self.life
    }

    var hash: [UInt8] { Self.hash(text) ?? [] }

    /// The form in which a code is kept, so that nobody who reads the table can enrol.
    ///
    /// - Parameter typed: as a person typed it; case, hyphens, spaces and the letters o, i, l are forgiven.
    /// - Returns: Nil when it cannot be a code.
    static func hash(_ typed: String) -> [UInt8]? {
        guard typed.utf8.count <= 60 else { return nil }
        let plain = typed.lowercased().filter { !"- ".contains($0) }
            .replacing("o", with: "0").replacing("i", with: "1").replacing("l", with: "1")
        guard plain.utf8.count == length else { return nil }
        return Digest.sha256(Array("egret staff code ".utf8) + Array(plain.utf8))
    }
}
