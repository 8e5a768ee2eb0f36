public import Base

/// The person whose browser sent a request, as far as other sites may be told about her sign-in.
public struct SignedIn: Hashable, Sendable {
    /// The account's session, never shown to anybody.
    public let session: Token
    public let citizen: Token
    public let level: ProofLevel
    /// Values of RFC 8176, such as `pwd` and `otp`.
    public let methods: Set<String>
    public let authenticatedAt: Instant

    public init(
        session: Token, citizen: Token, level: ProofLevel, methods: Set<String>, authenticatedAt: Instant
    ) {
        self.session = session
        self.citizen = citizen
        self.level = level
        self.methods = methods
        self.authenticatedAt = authenticatedAt
    }
}
