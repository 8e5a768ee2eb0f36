public import Base

/// Messages that leave the house if and only if the act that wrote them is kept.
public enum Outbox {
    /// Adds a message in the act's own transaction.
    ///
    /// - Parameters:
    ///   - topic: Its messages are delivered one after the other, in order.
    ///   - key: What the message is about, for the receiver; no personal data.
    ///   - payload: The message; no personal data in clear.
    ///   - db: The act's transaction.
    ///   - now: The moment of the act.
    /// - Throws: ``SQLError``.
    public static func append(
        topic: String, key: String, payload: [UInt8], in db: any SQLConnection, at now: Instant
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO outbox (topic, key, payload_bytes, created_at_ms)
            VALUES (\(topic), \(key), \(payload), \(now))
            """)
        db.announce(announcement(of: topic))
    }

    /// How many messages of each topic wait; a topic without any is missing.
    public static func backlog(in db: any SQLConnection) throws(SQLError) -> [String: Int] {
        var backlog: [String: Int] = [:]
        let rows = try db.rows(
            """
            SELECT topic, count(*) AS messages FROM outbox WHERE delivered_at_ms IS NULL
            GROUP BY topic ORDER BY topic LIMIT 1000
            """)
        for row in rows {
            backlog[try row.text("topic")] = Int(try row.int("messages"))
        }
        return backlog
    }

    /// Removes messages delivered before a moment; at most `limit` at a time.
    public static func forgetDelivered(
        before moment: Instant, limit: Int = 1_000, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run(
            """
            DELETE FROM outbox WHERE sequence IN (
                SELECT sequence FROM outbox WHERE delivered_at_ms IS NOT NULL AND delivered_at_ms < \(moment)
                ORDER BY delivered_at_ms, sequence LIMIT \(limit))
            """)
    }

    static func announcement(of topic: String) -> String { "outbox " + topic }
}
