public import Base
import Vault

/// What lets one person enrol one passkey, once: within fifteen minutes, or, for a ``Recovery``, after its wait.
public struct StaffCode: Hashable, Sendable {
    public static let life = Duration.seconds(900)
    static let length = 16

    /// Sixteen characters of Crockford's base 32 (80 bits) in groups of four.
    public let text: String
    /// Before this it does not work; nil for one that works at once.
    public let opensAt: Instant?
    public let expiresAt: Instant

    init(_ world: World) {
        self.init(world, begunWith: Self.half(world))
    }

    /// One whose first half somebody else holds.
    init(_ world: World, begunWith half: String) {
        text = "\(half)-\(Self.half(world))"
        opensAt = nil
        expiresAt = world.now() + Self.life
    }

    init(_ world: World, wait: Duration, openFor: Duration) {
        text = "\(Self.half(world))-\(Self.half(world))"
        opensAt = world.now() + wait
        expiresAt = world.now() + wait + openFor
    }

    /// Eight characters, 40 bits.
    static func half(_ world: World) -> String {
        let characters = Array(Token.encode(world.random(5)))
        return String(characters[0..<4]) + "-" + String(characters[4..<8])
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
