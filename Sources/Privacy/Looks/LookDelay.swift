public import Base

/// A decision that an act is shown to its person on a later day, because the law says so and two have looked.
public struct LookDelay: Hashable, Sendable {
    /// The end of a delay before its day.
    public struct Release: Hashable, Sendable {
        public let by: String
        public let at: Instant
    }

    /// The act, by its place in the log.
    public let index: Int64
    /// The law's article, as it is told to the person afterwards.
    public let basis: String
    public let approvers: [String]
    public let decidedAt: Instant
    /// The day that was decided on.
    public let releaseAt: Instant
    /// Nil as long as nobody ended it before that day.
    public let early: Release?

    /// From this moment on she sees the act, and that it was kept back.
    public var shownAt: Instant { min(releaseAt, early?.at ?? releaseAt) }

    public init(
        index: Int64, basis: String, approvers: [String], decidedAt: Instant, releaseAt: Instant,
        early: Release? = nil
    ) {
        self.index = index
        self.basis = basis
        self.approvers = approvers
        self.decidedAt = decidedAt
        self.releaseAt = releaseAt
        self.early = early
    }

    /// Whether a decision may stand.
    ///
    /// - Parameters:
    ///   - approvers: The accounts of those who decided.
    ///   - actor: Who did the act, who has no say in hiding it; nil for the house itself.
    ///   - now: The moment of the decision.
    ///   - release: When the act is to be shown.
    ///   - longest: For how long one decision may hold at most.
    /// - Throws: ``PrivacyRefused/notTwoApprovers``, ``PrivacyRefused/releaseOutOfRange``.
    public static func check(
        approvers: (String, String), actor: String?, now: Instant, release: Instant, longest: Duration
    ) throws(PrivacyRefused) {
        let (first, second) = approvers
        guard !first.isEmpty, !second.isEmpty, first != second, first != actor, second != actor else {
            throw .notTwoApprovers
        }
        try check(release: release, now: now, longest: longest)
    }

    static func check(release: Instant, now: Instant, longest: Duration) throws(PrivacyRefused) {
        guard release > now, release.since(now) <= longest else { throw .releaseOutOfRange }
    }
}
