public import Base

/// Work to be done after a transaction is committed, at least once.
public struct NewJob: Sendable {
    public let kind: String
    /// Unique within the kind for as long as the job is kept: adding a job a second time has no effect.
    public let key: String
    /// What the handler needs to know; no personal data in clear.
    public let payload: [UInt8]
    public let runAt: Instant

    public init(kind: String, key: String, payload: [UInt8], runAt: Instant) {
        self.kind = kind
        self.key = key
        self.payload = payload
        self.runAt = runAt
    }
}
