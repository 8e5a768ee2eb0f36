import Base
import Foundation
import Vault
import Wire

/// A question that carries its own conditions under the ring's seal, so that asking it writes nothing down.
///
/// **Range:** 128 random bits and as many of the seal that nobody else can make; good for five minutes.
struct PasskeyChallenge: Sendable {
    static let life = Duration.seconds(300)

    let bytes: [UInt8]
    let expiresAt: Instant

    private struct Content: Codable {
        let realm: String
        let ceremony: String
        /// Empty when anybody of the realm may answer.
        let holder: String
        let expiresAtMs: Int64
        let chance: String
    }

    private static let place = FieldPlace("passkey_challenges", "challenge", row: "")

    init(
        _ realm: RelyingParty.Realm, _ ceremony: PasskeyCeremony, holder: String, vault: Vault, world: World
    ) throws {
        expiresAt = world.now() + Self.life
        let content = Content(
            realm: realm.rawValue, ceremony: ceremony.rawValue, holder: holder,
            expiresAtMs: expiresAt.milliseconds, chance: world.random(16).hex)
        bytes = try vault.seal([UInt8](try JSONEncoder().encode(content)), at: Self.place)
    }

    /// Takes back what was asked.
    ///
    /// - Throws: ``PasskeyRefused/challengeOver`` unless it was asked here, of this holder, within five minutes.
    init(
        answered bytes: [UInt8], _ realm: RelyingParty.Realm, _ ceremony: PasskeyCeremony, holder: String,
        vault: Vault, now: Instant
    ) throws(PasskeyRefused) {
        guard let plain = try? vault.open(bytes, at: Self.place),
            let content = try? JSONDecoder().decode(Content.self, from: Data(plain)),
            content.realm == realm.rawValue, content.ceremony == ceremony.rawValue, content.holder == holder,
            now.milliseconds < content.expiresAtMs
        else { throw .challengeOver }
        self.bytes = bytes
        expiresAt = Instant(milliseconds: content.expiresAtMs)
    }

    /// Under what it is remembered once it has been answered.
    var hash: [UInt8] { Digest.sha256(bytes) }
}
