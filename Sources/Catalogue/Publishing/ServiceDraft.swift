public import Base

/// A service as somebody at the desk is writing it; it is offered to nobody.
public struct ServiceDraft: Hashable, Sendable {
    public let service: ServiceID
    /// Counts the savings of this service's draft, from 1.
    public let revision: Int
    public let files: ServiceFiles
    public let savedBy: String
    public let savedAt: Instant
}

/// A version of a service that somebody asked to publish, exactly as it was then.
public struct ServiceProposal: Hashable, Sendable {
    public let id: Token
    public let service: ServiceID
    public let version: Int
    public let files: ServiceFiles
    public let effectiveFrom: Instant
    public let proposedBy: String
    public let proposedAt: Instant
    /// Nil as long as nobody has agreed.
    public let publishedAt: Instant?
    /// Nil as long as what was published has not been taken back.
    public var withdrawal: VersionWithdrawal?

    /// What two people agree to.
    public var fingerprint: String { ServicePublication.fingerprint(of: files.byPath(service)) }
}
