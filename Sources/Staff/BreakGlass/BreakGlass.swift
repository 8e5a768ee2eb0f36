public import Base

/// A while in which somebody looks without an open case, because waiting would harm; everybody learns of it.
///
/// How long it lasts and when its review is due is in ``DeskFigures``.
public struct BreakGlass: Hashable, Sendable {
    /// **Unit:** characters.
    public static let textMax = 300

    public enum Reason: String, Sendable, CaseIterable {
        /// Somebody's life or health.
        case danger
        /// A court or another authority orders it.
        case order
        /// The case cannot be opened because something does not work.
        case outage
        case other
    }

    public enum Finding: String, Sendable, CaseIterable {
        case justified
        case misused
    }

    public struct Review: Hashable, Sendable {
        public let by: String
        public let at: Instant
        public let finding: Finding
    }

    public let id: Token
    public let account: String
    public let reason: Reason
    /// In the person's own words.
    public let text: String
    public let openedAt: Instant
    public let review: Review?

    public func isOpen(at now: Instant, for life: Duration) -> Bool {
        now >= openedAt && now < openedAt + life
    }

    public func isOverdue(at now: Instant, within time: Duration) -> Bool {
        review == nil && now >= openedAt + time
    }
}
