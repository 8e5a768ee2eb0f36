public import Base

/// One list of a department's queue that somebody took out of the house, or may take.
public struct QueueExport: Hashable, Sendable {
    public let id: Token
    public let account: String
    /// The list as its room names it, without a word about anybody.
    public let list: String
    /// How many persons are in it; for one that was agreed, how many rows it may have.
    public let persons: Int
    public let madeAt: Instant
    /// Nil when it was taken alone.
    public let approval: Token?
    public internal(set) var fetchedAt: Instant?

    public func isFetchable(at now: Instant) -> Bool {
        approval != nil && fetchedAt == nil && now < madeAt + CaseExport.life
    }
}
