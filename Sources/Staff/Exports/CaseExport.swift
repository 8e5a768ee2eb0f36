public import Base

/// One list of open cases that somebody took out of the house, or may take.
public struct CaseExport: Hashable, Sendable {
    /// How long an agreed list can be fetched.
    public static let life = Duration.seconds(86_400)
    /// What was taken alone within this adds up.
    public static let window = Duration.seconds(86_400)

    public let id: Token
    public let account: String
    public let selection: ExportSelection
    /// How many persons are in it; for one that was agreed, at most.
    public let persons: Int
    public let madeAt: Instant
    /// Nil when it was taken alone.
    public let approval: Token?
    public internal(set) var fetchedAt: Instant?

    public func isFetchable(at now: Instant) -> Bool {
        approval != nil && fetchedAt == nil && now < madeAt + Self.life
    }
}
