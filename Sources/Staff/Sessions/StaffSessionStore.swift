import Base
import Storage

/// Every statement about the `staff_sessions` table.
enum StaffSessionStore {
    static func insert(
        _ session: StaffSession, tokenHash: [UInt8], in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO staff_sessions (id, token_hash, account_id, passkey_id, started_at_ms, last_seen_at_ms)
            VALUES (\(session.id), \(tokenHash), \(session.account), \(session.passkey), \(session.startedAt),
                \(session.lastSeenAt))
            """)
    }

    static func open(tokenHash: [UInt8], in db: any SQLConnection) throws(SQLError) -> StaffSession? {
        guard
            let row = try db.rows(
                """
                SELECT id, account_id, passkey_id, started_at_ms, last_seen_at_ms, proved_again_at_ms
                FROM staff_sessions
                WHERE token_hash = \(tokenHash) AND ended_at_ms IS NULL
                """
            ).first
        else { return nil }
        return StaffSession(
            id: try row.value("id"), account: try row.text("account_id"),
            passkey: try row.value("passkey_id"), startedAt: try row.instant("started_at_ms"),
            lastSeenAt: try row.instant("last_seen_at_ms"),
            provedAgainAt: try row.instantIfPresent("proved_again_at_ms"))
    }

    static func isOpen(_ id: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT 1 AS one FROM staff_sessions WHERE id = \(id) AND ended_at_ms IS NULL").isEmpty
    }

    /// Whose session it is, or was.
    static func account(tokenHash: [UInt8], in db: any SQLConnection) throws(SQLError) -> String? {
        try db.rows("SELECT account_id FROM staff_sessions WHERE token_hash = \(tokenHash)").first?
            .text("account_id")
    }

    /// Her passkey was shown again; the session goes on under another token.
    ///
    /// - Returns: Whether it was still open.
    static func prove(
        _ id: Token, tokenHash: [UInt8], at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE staff_sessions SET token_hash = \(tokenHash), proved_again_at_ms = \(now), last_seen_at_ms = \(now)
            WHERE id = \(id) AND ended_at_ms IS NULL
            """) == 1
    }

    static func touch(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE staff_sessions SET last_seen_at_ms = \(now) WHERE id = \(id)")
    }

    static func end(
        _ id: Token, because reason: StaffSession.End, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE staff_sessions SET ended_at_ms = \(now), end_reason = \(reason.rawValue)
            WHERE id = \(id) AND ended_at_ms IS NULL
            """)
    }

    /// Of an account, or of all when it is nil.
    @discardableResult
    static func endAll(
        of account: String?, because reason: StaffSession.End, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run(
            """
            UPDATE staff_sessions SET ended_at_ms = \(now), end_reason = \(reason.rawValue)
            WHERE account_id = coalesce(\(account), account_id) AND ended_at_ms IS NULL
            """)
    }

    /// Forgets sessions that began so long ago that nobody needs them; what was done in them is in the log.
    static func forget(startedBefore moment: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM staff_sessions WHERE started_at_ms < \(moment)")
    }
}
