import Base
import Storage

/// Every statement about the `login_codes` table, and there is no other.
enum LoginCodeStore {
    struct Code {
        let id: Token
        let hash: [UInt8]
        let expiresAt: Instant
    }

    /// Keeps a code in place of those sent in the session before, which no longer count.
    static func insert(
        _ code: Code, session: Token, numberTerm: [UInt8], at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            "UPDATE login_codes SET used_at_ms = \(now) WHERE session_id = \(session) AND used_at_ms IS NULL")
        try db.run(
            """
            INSERT INTO login_codes (id, session_id, number_term, code_hash, sent_at_ms, expires_at_ms)
            VALUES (\(code.id), \(session), \(numberTerm), \(code.hash), \(now), \(code.expiresAt))
            """)
    }

    /// The code that counts in the session; nil when none was sent, or it was used.
    static func open(for session: Token, in db: any SQLConnection) throws(SQLError) -> Code? {
        let rows = try db.rows(
            """
            SELECT id, code_hash, expires_at_ms FROM login_codes
            WHERE session_id = \(session) AND used_at_ms IS NULL
            """)
        return try rows.first.map { row throws(SQLError) in
            Code(
                id: try row.value("id"), hash: try row.bytes("code_hash"),
                expiresAt: try row.instant("expires_at_ms"))
        }
    }

    /// What was sent to the phone of a person counts no more, in whatever visit; her term finds few others by chance.
    static func markAllUsed(
        numberTerm: [UInt8], at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE login_codes SET used_at_ms = \(now) WHERE number_term = \(numberTerm) AND used_at_ms IS NULL
            """)
    }

    static func markUsed(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run("UPDATE login_codes SET used_at_ms = \(now) WHERE id = \(id) AND used_at_ms IS NULL") == 1
    }

    /// How many codes for a person were asked for since a moment, at a terminal and at all of them.
    static func sent(
        numberTerm: [UInt8], at terminal: String, since: Instant, in db: any SQLConnection
    ) throws(SQLError) -> (here: Int, everywhere: Int) {
        let row = try db.rows(
            """
            SELECT count(*) AS everywhere, count(CASE WHEN s.terminal_id = \(terminal) THEN 1 END) AS here
            FROM login_codes c JOIN sessions s ON s.id = c.session_id
            WHERE c.number_term = \(numberTerm) AND c.sent_at_ms > \(since)
            """
        ).first
        return (Int(try row?.int("here") ?? 0), Int(try row?.int("everywhere") ?? 0))
    }
}
