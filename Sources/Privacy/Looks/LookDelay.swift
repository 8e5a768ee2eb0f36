public import Base

/// A decision that an act is shown to its person on a later day, because the law says so and two have looked.
public struct LookDelay: Hashable, Sendable {
    /// The act, by its place in the log.
    public let index: Int64
    /// The law's article, as it is told to the person afterwards.
    public let basis: String
    public let approvers: [String]
    public let decidedAt: Instant
    /// From this moment on she sees the act, and that it was kept back.
    public let releaseAt: Instant

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
        guard release > now, release.since(now) <= longest else { throw .releaseOutOfRange }
    }
}
