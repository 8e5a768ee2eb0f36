import Base
import Storage

/// Every statement about the `consents` table, and there is no other.
enum ConsentStore {
    static func give(
        _ purpose: Consent, wording: String, session: Token, id: Token, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO consents (id, session_id, purpose, wording, given_at_ms)
            VALUES (\(id), \(session), \(purpose), \(wording), \(now))
            ON CONFLICT (session_id, purpose) DO UPDATE
            SET given_at_ms = excluded.given_at_ms, wording = excluded.wording, withdrawn_at_ms = NULL
            """)
    }

    /// - Returns: Whether there was one to take back.
    static func withdraw(
        _ purpose: Consent, session: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE consents SET withdrawn_at_ms = \(now)
            WHERE session_id = \(session) AND purpose = \(purpose) AND withdrawn_at_ms IS NULL
            """) == 1
    }

    static func isGiven(_ purpose: Consent, session: Token, in db: any SQLConnection) throws(SQLError) -> Bool
    {
        try !db.rows(
            """
            SELECT id FROM consents
            WHERE session_id = \(session) AND purpose = \(purpose) AND withdrawn_at_ms IS NULL
            """
        ).isEmpty
    }
}
