public import Base

/// What the house knows about a paper that somebody asks about.
public struct Verdict: Hashable, Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        case genuine
        /// Genuine, and its last valid day is over.
        case expired
        /// Genuine once, and a later edition took its place.
        case superseded
        case revoked
        /// It was ours and something in it was changed.
        case altered
        /// Nothing is known of it: a wrong code, or a paper that never was ours.
        case unknown
    }

    /// What a stranger may learn: enough to compare with the paper in hand, too little to learn who somebody is.
    public struct Facts: Hashable, Sendable {
        public let serviceName: String
        public let issuer: String
        public let edition: Int
        public let issuedOn: CalendarDate
        public let validUntil: CalendarDate?
        /// `王**` and `3502**********1234`; nil once the holder's data were erased.
        public let holderName: String?
        public let holderNumber: String?
        /// Who fetched it for the holder, masked; nil when the holder came herself.
        public let agentName: String?
        public let agentRelation: PaperAgent.Relation?
        /// The day on which it was revoked; nil for every other paper.
        public let revokedOn: CalendarDate?
    }

    public let outcome: Outcome
    /// Nil for papers that are altered or unknown.
    public let facts: Facts?

    static let unknown = Verdict(outcome: .unknown, facts: nil)
    static let altered = Verdict(outcome: .altered, facts: nil)
}
