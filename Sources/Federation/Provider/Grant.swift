import Base

/// One sign-in of a person at a client, with all the tokens that come of it.
struct Grant: Hashable, Sendable {
    /// A code counts for so long.
    static let codeLife = Duration.seconds(60)
    static let accessLife = Duration.seconds(300)
    /// An ID token counts for so long, which is enough to be looked at once.
    static let identityLife = Duration.seconds(300)
    /// A refresh token that is not used for so long is over.
    static let refreshIdle = Duration.seconds(7 * 86_400)
    /// However often it is renewed, a grant ends then, and the person signs in again.
    static let life = Duration.seconds(30 * 86_400)

    /// A grant that was not made to outlive the visit: longer than any session here.
    static let visitLife = Duration.seconds(86_400)

    let id: Token
    let citizen: Token
    let client: String
    let session: Token
    let scopes: Set<Scope>
    let level: ProofLevel
    let methods: Set<String>
    let nonce: String?
    let redirect: String
    let challenge: String
    let authenticatedAt: Instant
    let issuedAt: Instant
    let codeUsedAt: Instant?
    let endsAt: Instant
    let revokedAt: Instant?

    func isLive(at now: Instant) -> Bool { revokedAt == nil && now < endsAt }
}
