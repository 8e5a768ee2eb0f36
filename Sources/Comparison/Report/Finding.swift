public import Catalogue

/// One line of the comparison: items that are the same on both sides, or stand alone on one.
public struct Finding: Sendable {
    public enum Relation: String, Sendable, CaseIterable {
        case same
        case onlyThere = "only-there"
        case onlyHere = "only-here"
        /// One item there is several here.
        case splitHere = "split-here"
        /// Several items there are one here, or several are several.
        case splitThere = "split-there"
    }

    /// Two items, what was decided about them, and how they differ.
    public struct Pair: Sendable {
        public let match: Match
        public let facets: [FacetPair]
        public let decision: MatchDecision?
        /// What has changed in either of them since the decision.
        public let changes: [Facet]
    }

    public let relation: Relation
    public let there: [PortalItem]
    public let here: [ServiceItem]
    /// None when an item stands alone.
    public let pairs: [Pair]
    /// Decided about one that stands alone.
    public let decision: MatchDecision?
    public let changes: [Facet]
    /// A year's on the portal; nil where it does not say.
    public let usesThere: Int?
    /// Cases of the last year.
    public let usesHere: Int
    public let proposal: Proposal

    public var isDecided: Bool {
        decision != nil || (!pairs.isEmpty && pairs.allSatisfy { $0.decision != nil })
    }
    /// The least of its pairs.
    public var confidence: Double? { pairs.map(\.match.confidence).min() }
    public var hasChanged: Bool { !changes.isEmpty || pairs.contains { !$0.changes.isEmpty } }
    /// What finds it again: the first code there, or the service.
    public var key: String { there.first?.code ?? here.first?.id.rawValue ?? "" }
}

/// Two catalogues side by side.
public struct ComparisonReport: Sendable {
    /// In the order same, split, only there, only here; within it by key.
    public let findings: [Finding]
    public let doubts: [CodeInDoubt]
    /// Whether the other catalogue was made up for trying.
    public let isSynthetic: Bool
    public let countThere: Int
    public let countHere: Int

    public func count(_ relation: Finding.Relation) -> Int { findings.count { $0.relation == relation } }
    public func count(_ verdict: Verdict) -> Int { findings.count { $0.proposal.verdict == verdict } }
}
