public import Base

/// For whom a token key signs; the two are never the same key.
public enum TokenUse: String, Sendable, CaseIterable, Codable {
    /// What the house tells other sites about a person who signed in here.
    case provider
    /// That it is the house which asks the city portal.
    case portal
}

/// A key that signs tokens for strangers, who find its public half in a published set.
///
/// It is published before it signs and for a day after the next one has begun to sign, so that nobody who keeps the set
/// for a while ever meets a token he cannot check.
public struct TokenKey: Sendable {
    /// How long a new key is only published.
    public static let lead = Duration.seconds(3_600)
    /// How long a key is still published after another took its place.
    public static let keptFor = Duration.seconds(86_400)

    public let use: TokenUse
    public let key: SigningKey
    public let signsFrom: Instant
}

extension KeyRing {
    /// The key that signs now.
    ///
    /// - Throws: ``VaultError/unknownKey(_:)`` when the ring was made before there were such keys.
    public func tokenKey(_ use: TokenUse, at now: Instant) throws(VaultError) -> SigningKey {
        let keys = tokenKeys.filter { $0.use == use }
        guard let active = keys.last(where: { $0.signsFrom <= now }) ?? keys.first else {
            throw .unknownKey("\(use.rawValue) token key: run egret keys tokens")
        }
        return active.key
    }

    /// The keys with which what was signed a while ago, now or soon is checked.
    public func publishedKeys(_ use: TokenUse, at now: Instant) -> JWKSet {
        JWKSet(Self.kept(tokenKeys.filter { $0.use == use }, at: now).map { JWK($0.key.publicKey) })
    }

    /// The ring with a new token key for each use, which signs after the lead; at once where there was none.
    public func rotatingTokenKeys(world: World) throws(VaultError) -> KeyRing {
        var ring = self
        let now = world.now()
        ring.tokenKeys = []
        for use in TokenUse.allCases {
            let former = Self.kept(tokenKeys.filter { $0.use == use }, at: now)
            ring.tokenKeys += former
            ring.tokenKeys.append(
                TokenKey(
                    use: use, key: try SigningKey.generate(.p256),
                    signsFrom: former.isEmpty ? now : now + TokenKey.lead))
        }
        return ring
    }

    /// Without those whose successor has been signing for longer than they are kept.
    private static func kept(_ keys: [TokenKey], at now: Instant) -> [TokenKey] {
        keys.enumerated().filter { index, _ in
            index + 1 == keys.count || now < keys[index + 1].signsFrom + TokenKey.keptFor
        }.map(\.element)
    }
}
