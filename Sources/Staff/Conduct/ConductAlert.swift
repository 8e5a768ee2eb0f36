public import Base

/// A look that a rule of conduct asks about.
public struct ConductAlert: Hashable, Sendable {
    public let id: Token
    public let rule: ConductRule
    /// Whose look it was.
    public let account: String
    public let caseNumber: String
    public let at: Instant
    /// Who has dealt with it.
    public let seenBy: String?
}
