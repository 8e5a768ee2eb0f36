public import Base
public import Catalogue

/// What a person decided about an item there and a service here, or about one that has no other half.
public struct MatchDecision: Hashable, Sendable {
    /// The code there; nil when it is about a service that is only here.
    public let there: String?
    public let here: ServiceID?
    public let verdict: Verdict
    public let reason: String
    /// The account of who decided.
    public let by: String
    public let at: Instant
    /// What both said then: ``ItemFacets/prints``.
    let printsThere: String?
    let printsHere: String?

    /// Whether it says that the two belong together; `fill` about both says that the service does not cover the item.
    public var joins: Bool { there != nil && here != nil && verdict != .fill }

    static let reasonMax = 300
}
