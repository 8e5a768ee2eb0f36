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

    /// What a person gave in her visits, the youngest first.
    static func all(
        of citizen: Token, limit: Int64, in db: any SQLConnection
    ) throws(SQLError) -> [VisitConsents.Given] {
        try db.rows(
            """
            SELECT consents.id AS id, purpose, wording, terminal_id, given_at_ms, withdrawn_at_ms, ended_at_ms
            FROM consents JOIN sessions ON sessions.id = consents.session_id
            WHERE citizen_id = \(citizen) ORDER BY given_at_ms DESC, consents.id LIMIT \(limit)
            """
        ).map { row throws(SQLError) in
            VisitConsents.Given(
                id: try row.value("id"), purpose: try row.text("purpose"), wording: try row.text("wording"),
                terminalID: try row.text("terminal_id"), givenAt: try row.instant("given_at_ms"),
                withdrawnAt: try row.instantIfPresent("withdrawn_at_ms"),
                endedAt: try row.instantIfPresent("ended_at_ms"))
        }
    }

    /// The person's open visits in which a consent holds.
    static func open(
        _ purpose: Consent, of citizen: Token, in db: any SQLConnection
    ) throws(SQLError) -> [Token] {
        try db.rows(
            """
            SELECT session_id FROM consents JOIN sessions ON sessions.id = consents.session_id
            WHERE citizen_id = \(citizen) AND purpose = \(purpose) AND withdrawn_at_ms IS NULL
                AND ended_at_ms IS NULL
            ORDER BY session_id
            """
        ).map { row throws(SQLError) in try row.value("session_id") }
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
