public import Base

/// What an old parent says to a grown-up child who wants to act for her: asked once, answered by her alone.
public struct ParentAgreement: Hashable, Sendable {
    public enum Answer: String, Sendable, CaseIterable {
        case agreed
        case refused
    }

    public enum Standing: String, Sendable, CaseIterable {
        /// She has not said anything yet.
        case open
        case holds
        /// She agreed, and her word has run out.
        case over
        case refused
    }

    public let id: Token
    public let parent: Token
    public let child: Token
    public let askedAt: Instant
    public let answer: Answer?
    public let answeredAt: Instant?
    /// How long a yes holds; nil for every other.
    public let until: Instant?

    /// A yes from the future is none: the clock was set back.
    public func standing(at now: Instant) -> Standing {
        switch (answer, answeredAt, until) {
        case (nil, _, _): .open
        case (.refused, _, _): .refused
        case (.agreed, let at?, let until?) where now < until && at.since(now) <= Mandate.clockBackMax: .holds
        default: .over
        }
    }
}
