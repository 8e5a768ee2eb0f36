public import Base

/// A job as the table has it.
public struct Job: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable, SQLConvertible {
        case waiting
        case running
        case done
        /// Failed as often as it may; a person must look at it.
        case dead
    }

    public let kind: String
    public let key: String
    public let payload: [UInt8]
    public let state: State
    public let runAt: Instant
    /// How often it was claimed; together with ``claimedBy`` it is the fence that keeps a late runner out.
    public let attempts: Int
    public let claimedBy: Token?
    public let claimedUntil: Instant?
    /// The kind of the last failure, without its words.
    public let lastError: String?
    public let updatedAt: Instant

    static let columns: StaticString =
        "kind, key, payload_bytes, state, run_at_ms, attempts, claimed_by, claimed_until_ms, last_error, updated_at_ms"

    init(_ row: SQLRow) throws(SQLError) {
        kind = try row.text("kind")
        key = try row.text("key")
        payload = try row.bytes("payload_bytes")
        state = try row.value("state")
        runAt = try row.instant("run_at_ms")
        attempts = Int(try row.int("attempts"))
        claimedBy = try row.textIfPresent("claimed_by").flatMap(Token.init(rawValue:))
        claimedUntil = try row.instantIfPresent("claimed_until_ms")
        lastError = try row.textIfPresent("last_error")
        updatedAt = try row.instant("updated_at_ms")
    }
}
