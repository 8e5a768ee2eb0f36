import Base
import Storage

/// Every statement about the `consent_grants` table.
enum ConsentGrantStore {
    static let listMax: Int64 = 20

    static func insert(_ grant: ConsentGrant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO consent_grants (id, citizen_id, purpose, wording, giver_id, terminal_id, given_at_ms,
                                        expires_at_ms)
            VALUES (\(grant.id), \(grant.citizen), \(grant.purpose), \(grant.wording), \(grant.giver),
                    \(grant.terminal), \(grant.givenAt), \(grant.expiresAt))
            """)
    }

    /// The youngest first, at most twenty.
    static func all(of citizen: Token, in db: any SQLConnection) throws(SQLError) -> [ConsentGrant] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM consent_grants WHERE citizen_id = \(citizen)
            ORDER BY given_at_ms DESC, id LIMIT \(listMax)
            """
        ).map(read)
    }

    /// - Returns: How many were taken back.
    static func withdraw(
        _ purpose: String, of citizen: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run(
            """
            UPDATE consent_grants SET withdrawn_at_ms = \(now)
            WHERE citizen_id = \(citizen) AND purpose = \(purpose) AND withdrawn_at_ms IS NULL
                AND expires_at_ms > \(now)
            """)
    }

    static func holds(
        _ purpose: String, of citizen: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try !db.rows(
            """
            SELECT 1 AS one FROM consent_grants
            WHERE citizen_id = \(citizen) AND purpose = \(purpose) AND withdrawn_at_ms IS NULL
                AND expires_at_ms > \(now) LIMIT 1
            """
        ).isEmpty
    }

    private static let columns: StaticString = """
        id, citizen_id, purpose, wording, giver_id, terminal_id, given_at_ms, expires_at_ms, withdrawn_at_ms
        """

    private static func read(_ row: SQLRow) throws(SQLError) -> ConsentGrant {
        ConsentGrant(
            id: try row.value("id"), citizen: try row.value("citizen_id"), purpose: try row.text("purpose"),
            wording: try row.text("wording"), giver: try row.value("giver_id"),
            terminal: try row.textIfPresent("terminal_id"), givenAt: try row.instant("given_at_ms"),
            expiresAt: try row.instant("expires_at_ms"),
            withdrawnAt: try row.instantIfPresent("withdrawn_at_ms"))
    }
}
