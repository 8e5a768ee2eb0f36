public import Base

/// A message on its way out.
public struct OutboxMessage: Sendable, Hashable {
    /// Unique; ascending in the order in which acts that did not overlap were committed.
    public let sequence: Int64
    public let topic: String
    public let key: String
    public let payload: [UInt8]
    public let createdAt: Instant

    init(_ row: SQLRow) throws(SQLError) {
        sequence = try row.int("sequence")
        topic = try row.text("topic")
        key = try row.text("key")
        payload = try row.bytes("payload_bytes")
        createdAt = try row.instant("created_at_ms")
    }
}
