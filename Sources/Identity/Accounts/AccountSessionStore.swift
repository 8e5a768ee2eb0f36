import Base
import Storage

/// Every statement about the `account_sessions` table, and there is no other.
enum AccountSessionStore {
    static func insert(_ session: AccountSession, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO account_sessions (id, token_hash, citizen_id, state, factors, level, language, tries,
                started_at_ms, last_seen_at_ms, authenticated_at_ms)
            VALUES (\(session.id), \(session.tokenHash), \(session.citizen), \(session.state),
                    \(list(session.factors)), \(session.level), \(session.language), 0, \(session.startedAt),
                    \(session.lastSeenAt), \(session.authenticatedAt))
            """)
    }

    static func open(tokenHash: [UInt8], in db: any SQLConnection) throws(SQLError) -> AccountSession? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM account_sessions WHERE token_hash = \(tokenHash) AND ended_at_ms IS NULL
            """
        ).first.map(read)
    }

    /// A session that was not ended.
    static func find(_ id: Token, in db: any SQLConnection) throws(SQLError) -> AccountSession? {
        try db.rows(
            "SELECT \(raw: columns) FROM account_sessions WHERE id = \(id) AND ended_at_ms IS NULL"
        ).first.map(read)
    }

    static func open(of citizen: Token, in db: any SQLConnection) throws(SQLError) -> [AccountSession] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM account_sessions
            WHERE citizen_id = \(citizen) AND ended_at_ms IS NULL AND state = 'open'
            ORDER BY started_at_ms DESC LIMIT 50
            """
        ).map(read)
    }

    /// The language of her latest sign-in before a moment, and when that began.
    static func language(
        of citizen: Token, before moment: Instant, in db: any SQLConnection
    ) throws(SQLError) -> (spoken: Language, at: Instant)? {
        try db.rows(
            """
            SELECT language, started_at_ms FROM account_sessions
            WHERE citizen_id = \(citizen) AND state = 'open' AND started_at_ms < \(moment)
            ORDER BY started_at_ms DESC, id LIMIT 1
            """
        ).first.map { row throws(SQLError) in
            (spoken: try row.value("language"), at: try row.instant("started_at_ms"))
        }
    }

    static func touch(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            "UPDATE account_sessions SET last_seen_at_ms = \(now) WHERE id = \(id) AND ended_at_ms IS NULL")
    }

    /// Opens what had waited for its second factor, or proves an open one anew, under a new token.
    ///
    /// - Returns: False when the session is over.
    static func prove(_ session: AccountSession, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE account_sessions SET state = 'open', token_hash = \(session.tokenHash),
                   factors = \(list(session.factors)), level = \(session.level), tries = 0,
                   last_seen_at_ms = \(session.lastSeenAt), authenticated_at_ms = \(session.authenticatedAt)
            WHERE id = \(session.id) AND ended_at_ms IS NULL
            """) == 1
    }

    /// Counts one more wrong second factor and returns how many there are now.
    static func countTry(_ id: Token, in db: any SQLConnection) throws(SQLError) -> Int {
        let rows = try db.rows(
            "UPDATE account_sessions SET tries = tries + 1 WHERE id = \(id) RETURNING tries")
        guard let row = rows.first else { throw .unreadable(column: "tries") }
        return Int(try row.int("tries"))
    }

    static func tries(_ id: Token, in db: any SQLConnection) throws(SQLError) -> Int {
        Int(try db.rows("SELECT tries FROM account_sessions WHERE id = \(id)").first?.int("tries") ?? 0)
    }

    static func end(
        _ id: Token, because reason: AccountSession.End, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE account_sessions SET ended_at_ms = \(now), end_reason = \(reason)
            WHERE id = \(id) AND ended_at_ms IS NULL
            """) == 1
    }

    /// Ends all of a person's sessions but one; also those that wait for their second factor.
    static func endAll(
        of citizen: Token, except kept: Token?, because reason: AccountSession.End, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run(
            """
            UPDATE account_sessions SET ended_at_ms = \(now), end_reason = \(reason)
            WHERE citizen_id = \(citizen) AND ended_at_ms IS NULL AND id <> \(kept?.rawValue ?? "")
            """)
    }

    static func endEverybodys(
        because reason: AccountSession.End, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run(
            "UPDATE account_sessions SET ended_at_ms = \(now), end_reason = \(reason) WHERE ended_at_ms IS NULL"
        )
    }

    /// Sessions that outlived themselves without being presented again, the longest unseen first.
    static func overdue(
        at now: Instant, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [AccountSession] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM account_sessions
            WHERE ended_at_ms IS NULL AND (last_seen_at_ms < \(now - AccountSession.idleMax)
                OR started_at_ms < \(now - AccountSession.lifeMax))
            ORDER BY last_seen_at_ms, id LIMIT \(limit)
            """
        ).map(read)
    }

    private static func list(_ factors: Set<Factor>) -> String {
        factors.map(\.rawValue).sorted().joined(separator: " ")
    }

    private static let columns: StaticString = """
        id, token_hash, citizen_id, state, factors, level, language, started_at_ms, last_seen_at_ms,
        authenticated_at_ms
        """

    private static func read(_ row: SQLRow) throws(SQLError) -> AccountSession {
        AccountSession(
            id: try row.value("id"), citizen: try row.value("citizen_id"), state: try row.value("state"),
            factors: Set(
                try row.text("factors").split(separator: " ").compactMap { Factor(rawValue: String($0)) }),
            level: try row.value("level"), language: try row.value("language"),
            startedAt: try row.instant("started_at_ms"), lastSeenAt: try row.instant("last_seen_at_ms"),
            authenticatedAt: try row.instant("authenticated_at_ms"), tokenHash: try row.bytes("token_hash"))
    }
}
