public import Base
public import Catalogue

/// One person's word about one visit; who she is, it does not say.
public struct Rating: Hashable, Sendable {
    static let caseNumberMax = 60

    public let caseNumber: String
    /// The service's id, such as `police/temporary-identity-proof`.
    public let service: String
    public let terminal: String
    /// The station the terminal stood at when the rating was given.
    public let station: String
    public let level: RatingLevel
    /// What it is about; may be empty.
    public let reasons: Set<RatingReason>
    public let at: Instant
}
