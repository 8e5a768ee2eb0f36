import Base
import Storage

/// The table of acts that were begun and answered.
///
/// A row without an answer is in flight until its lease ends: then its server died, and the act may be tried again.
enum IdempotencyStore {
    struct Row: Sendable {
        let requestHash: [UInt8]
        let answer: [UInt8]?
        let leasedUntil: Instant
    }

    static func find(_ scope: [UInt8], in db: any SQLConnection) throws(SQLError) -> Row? {
        let rows = try db.rows(
            """
            SELECT request_hash, answer_sealed, leased_until_at_ms FROM idempotency_keys
            WHERE scope_hash = \(scope)
            """)
        guard let row = rows.first else { return nil }
        return Row(
            requestHash: try row.bytes("request_hash"), answer: try row.bytesIfPresent("answer_sealed"),
            leasedUntil: try row.instant("leased_until_at_ms"))
    }

    /// False when another request took the key first.
    static func begin(
        _ scope: [UInt8], requestHash: [UInt8], until: Instant, at: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            INSERT INTO idempotency_keys (scope_hash, request_hash, leased_until_at_ms, created_at_ms)
            VALUES (\(scope), \(requestHash), \(until), \(at))
            ON CONFLICT (scope_hash) DO NOTHING
            """) == 1
    }

    /// Keeps an act's answer with the act; false when the key was used before.
    static func insert(
        _ scope: [UInt8], requestHash: [UInt8], answer: [UInt8], at: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            INSERT INTO idempotency_keys (scope_hash, request_hash, answer_sealed, leased_until_at_ms, created_at_ms)
            VALUES (\(scope), \(requestHash), \(answer), \(at), \(at))
            ON CONFLICT (scope_hash) DO NOTHING
            """) == 1
    }

    /// False when another request took the lapsed lease first.
    static func renew(
        _ scope: [UInt8], lapsed: Instant, until: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE idempotency_keys SET leased_until_at_ms = \(until)
            WHERE scope_hash = \(scope) AND leased_until_at_ms = \(lapsed) AND answer_sealed IS NULL
            """) == 1
    }

    static func finish(_ scope: [UInt8], answer: [UInt8], in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE idempotency_keys SET answer_sealed = \(answer) WHERE scope_hash = \(scope)")
    }

    static func release(_ scope: [UInt8], in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM idempotency_keys WHERE scope_hash = \(scope) AND answer_sealed IS NULL")
    }

    static func forgetUnfinished(in db: any SQLConnection) throws(SQLError) -> Int {
        try db.run("DELETE FROM idempotency_keys WHERE answer_sealed IS NULL")
    }

    static func prune(before: Instant, limit: Int, in db: any SQLConnection) throws(SQLError) -> Int {
        try db.run(
            """
            DELETE FROM idempotency_keys WHERE scope_hash IN (
                SELECT scope_hash FROM idempotency_keys WHERE created_at_ms < \(before)
                ORDER BY created_at_ms, scope_hash LIMIT \(limit))
            """)
    }
}
