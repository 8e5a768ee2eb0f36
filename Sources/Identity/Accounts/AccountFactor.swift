public import Base

/// One way to prove herself that a person has set up for her account.
public struct AccountFactor: Hashable, Sendable, Identifiable {
    public enum Kind: String, Sendable, CaseIterable {
        case password
        case totp

        var factor: Factor {
            switch self {
            case .password: .password
            case .totp: .totp
            }
        }
    }

    public let id: Token
    public let citizen: Token
    public let kind: Kind
    public let createdAt: Instant
    /// Nil until she has used it once, to show that it works.
    public let confirmedAt: Instant?
    public let lastUsedAt: Instant?
    let sealed: [UInt8]
    /// The sign-in in which it was begun: nobody confirms what somebody else has begun.
    let session: Token?
    /// The step of the last code that counted; no code of it or before counts again.
    let lastStep: Int64?
}
