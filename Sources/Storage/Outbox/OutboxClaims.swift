import Base

/// The statements of a relay: who may deliver a topic, and how far it is.
enum OutboxClaims {
    static func hasUndelivered(_ topic: String, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows(
            "SELECT 1 AS one FROM outbox WHERE topic = \(topic) AND delivered_at_ms IS NULL LIMIT 1"
        ).isEmpty
    }

    /// Takes the topic and returns the new fence; nil while another relay has it or a failure is waited out.
    static func claim(
        _ topic: String, at now: Instant, until: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int64? {
        try db.rows(
            """
            INSERT INTO outbox_topics (topic, fence, claimed_until_ms, retry_at_ms, attempts)
            VALUES (\(topic), 1, \(until), \(now), 0)
            ON CONFLICT (topic) DO UPDATE
                SET fence = outbox_topics.fence + 1, claimed_until_ms = excluded.claimed_until_ms
                WHERE outbox_topics.claimed_until_ms <= \(now) AND outbox_topics.retry_at_ms <= \(now)
            RETURNING fence
            """
        ).first?.int("fence")
    }

    static func undelivered(
        _ topic: String, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [OutboxMessage] {
        try db.rows(
            """
            SELECT sequence, topic, key, payload_bytes, created_at_ms FROM outbox
            WHERE topic = \(topic) AND delivered_at_ms IS NULL ORDER BY sequence LIMIT \(limit)
            """
        ).map { row throws(SQLError) in try OutboxMessage(row) }
    }

    static func renew(
        _ topic: String, fence: Int64, until: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE outbox_topics SET claimed_until_ms = \(until) WHERE topic = \(topic) AND fence = \(fence)"
        ) == 1
    }

    /// Writes a delivery down; false, and nothing is written, when another relay took the topic.
    static func deliver(
        _ message: OutboxMessage, fence: Int64, at now: Instant, until: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        let isOurs = try db.run(
            """
            UPDATE outbox_topics SET claimed_until_ms = \(until), attempts = 0
            WHERE topic = \(message.topic) AND fence = \(fence)
            """)
        guard isOurs == 1 else { return false }
        try db.run("UPDATE outbox SET delivered_at_ms = \(now) WHERE sequence = \(message.sequence)")
        return true
    }

    /// Gives the topic back, at once or after a failure not before `retryAt`.
    static func release(
        _ topic: String, fence: Int64, failures: Int, retryAt: Instant, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE outbox_topics SET claimed_until_ms = \(now), attempts = \(failures), retry_at_ms = \(retryAt)
            WHERE topic = \(topic) AND fence = \(fence)
            """)
    }

    static func failures(_ topic: String, in db: any SQLConnection) throws(SQLError) -> Int {
        Int(
            try db.rows("SELECT attempts FROM outbox_topics WHERE topic = \(topic)").first?.int("attempts")
                ?? 0)
    }
}
