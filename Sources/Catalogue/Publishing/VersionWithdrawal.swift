public import Base

/// That a published version was taken back; the one before it is offered again.
public struct VersionWithdrawal: Hashable, Sendable {
    /// The server's own console instead of an account's number.
    public static let console = "console"

    public let at: Instant
    /// The account's number, or ``console``; nil of a former release, which wrote it into the log alone.
    public let by: String?
    /// In the words of whoever did it; nil where none were given, and of a former release.
    public let reason: String?

    public init(at: Instant, by: String?, reason: String?) {
        self.at = at
        self.by = by
        self.reason = reason
    }
}
