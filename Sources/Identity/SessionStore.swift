import Base
import Storage

/// Every statement about the `sessions` table, and there is no other.
enum SessionStore {
    static func insert(_ session: Session, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO sessions (id, token_hash, terminal_id, language, service, factors, face_tries, code_tries,
                                  started_at_ms, last_seen_at_ms, for_another)
            VALUES (\(session.id), \(session.tokenHash), \(session.terminalID), \(session.language),
                    \(session.service), '', 0, 0, \(session.startedAt), \(session.lastSeenAt),
                    \(session.isForAnother ? 1 : 0))
            """)
    }

    static func open(tokenHash: [UInt8], in db: any SQLConnection) throws(SQLError) -> Session? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM sessions WHERE token_hash = \(tokenHash) AND ended_at_ms IS NULL
            """
        ).first.map(read)
    }

    static func open(id: Token, in db: any SQLConnection) throws(SQLError) -> Session? {
        try db.rows("SELECT \(raw: columns) FROM sessions WHERE id = \(id) AND ended_at_ms IS NULL").first
            .map(read)
    }

    static func touch(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE sessions SET last_seen_at_ms = \(now) WHERE id = \(id) AND ended_at_ms IS NULL")
    }

    static func choose(_ way: Way, for id: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE sessions SET way = \(way) WHERE id = \(id)")
    }

    /// - Returns: False when the session is over: nothing is kept of a card then.
    static func keepClaim(
        _ sealed: [UInt8], for id: Token, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE sessions SET claim_sealed = \(sealed) WHERE id = \(id) AND ended_at_ms IS NULL") == 1
    }

    static func claim(of id: Token, in db: any SQLConnection) throws(SQLError) -> [UInt8]? {
        try db.rows("SELECT claim_sealed FROM sessions WHERE id = \(id)").first?.bytesIfPresent(
            "claim_sealed")
    }

    /// Who was identified in a session; nil when nobody was.
    static func citizen(of id: Token, in db: any SQLConnection) throws(SQLError) -> Token? {
        try db.rows("SELECT citizen_id FROM sessions WHERE id = \(id)").first?.textIfPresent("citizen_id")
            .flatMap(Token.init)
    }

    /// The language of a person's latest visit, and when that began.
    static func language(
        of citizen: Token, in db: any SQLConnection
    ) throws(SQLError) -> (spoken: Language, at: Instant)? {
        try db.rows(
            """
            SELECT language, started_at_ms FROM sessions WHERE citizen_id = \(citizen)
            ORDER BY started_at_ms DESC, id LIMIT 1
            """
        ).first.map { row throws(SQLError) in
            (spoken: try row.value("language"), at: try row.instant("started_at_ms"))
        }
    }

    /// Counts one more try and returns how many there are now.
    static func countTry(of factor: Factor, for id: Token, in db: any SQLConnection) throws(SQLError) -> Int {
        let rows =
            factor == .face
            ? try db.rows(
                "UPDATE sessions SET face_tries = face_tries + 1 WHERE id = \(id) RETURNING face_tries AS tries"
            )
            : try db.rows(
                "UPDATE sessions SET code_tries = code_tries + 1 WHERE id = \(id) RETURNING code_tries AS tries"
            )
        guard let row = rows.first else { throw .unreadable(column: "tries") }
        return Int(try row.int("tries"))
    }

    static func tries(of factor: Factor, for id: Token, in db: any SQLConnection) throws(SQLError) -> Int {
        let rows = try db.rows("SELECT face_tries, code_tries FROM sessions WHERE id = \(id)")
        guard let row = rows.first else { throw .unreadable(column: "tries") }
        return Int(try row.int(factor == .face ? "face_tries" : "code_tries"))
    }

    /// Gives the session its person and a new token, and forgets the claim; once.
    ///
    /// - Returns: False when the session was over or already had a person.
    static func identify(
        _ id: Token, as citizen: Token, factors: Set<Factor>, tokenHash: [UInt8], at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        let list = factors.map(\.rawValue).sorted().joined(separator: " ")
        return try db.run(
            """
            UPDATE sessions SET citizen_id = \(citizen), factors = \(list), token_hash = \(tokenHash),
                   claim_sealed = NULL, last_seen_at_ms = \(now)
            WHERE id = \(id) AND ended_at_ms IS NULL AND citizen_id IS NULL
            """) == 1
    }

    static func comeForHerself(_ id: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE sessions SET for_another = 0 WHERE id = \(id) AND ended_at_ms IS NULL")
    }

    static func comeForAnother(_ id: Token, service: String, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE sessions SET for_another = 1, service = \(service)
            WHERE id = \(id) AND ended_at_ms IS NULL AND citizen_id IS NOT NULL
            """)
    }

    /// - Returns: False when the session is over, or its token is another by now.
    static func renew(
        _ id: Token, from former: [UInt8], to tokenHash: [UInt8], at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE sessions SET token_hash = \(tokenHash), last_seen_at_ms = \(now)
            WHERE id = \(id) AND token_hash = \(former) AND ended_at_ms IS NULL
            """) == 1
    }

    /// Takes a factor out of what was proved in a session; who it is, stays known.
    static func drop(_ factor: Factor, from id: Token, in db: any SQLConnection) throws(SQLError) {
        guard let row = try db.rows("SELECT factors FROM sessions WHERE id = \(id)").first else { return }
        let left = try row.text("factors").split(separator: " ").filter { $0 != factor.rawValue }
        try db.run("UPDATE sessions SET factors = \(left.joined(separator: " ")) WHERE id = \(id)")
    }

    static func end(
        _ id: Token, because reason: Session.End, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE sessions SET ended_at_ms = \(now), end_reason = \(reason), claim_sealed = NULL
            WHERE id = \(id) AND ended_at_ms IS NULL
            """) == 1
    }

    /// As many as there are, though a terminal has one at a time.
    static func open(ofTerminal terminalID: String, in db: any SQLConnection) throws(SQLError) -> [Session] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM sessions
            WHERE terminal_id = \(terminalID) AND ended_at_ms IS NULL ORDER BY started_at_ms, id
            """
        ).map(read)
    }

    static func open(ofCitizen citizen: Token, in db: any SQLConnection) throws(SQLError) -> [Session] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM sessions
            WHERE citizen_id = \(citizen) AND ended_at_ms IS NULL ORDER BY started_at_ms, id
            """
        ).map(read)
    }

    /// Visits of anybody that a phone has opened, alone or beside the card: as many as there are terminals, at most.
    static func openedByPhone(in db: any SQLConnection) throws(SQLError) -> [Session] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM sessions WHERE ended_at_ms IS NULL AND factors IN ('phone', 'network', 'card phone')
            """
        ).map(read)
    }

    /// Sessions that outlived themselves without being presented again.
    static func overdue(
        at now: Instant, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [Session] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM sessions
            WHERE ended_at_ms IS NULL
              AND (last_seen_at_ms < \(now - Session.idleMax) OR started_at_ms < \(now - Session.lifeMax))
            ORDER BY started_at_ms LIMIT \(limit)
            """
        ).map(read)
    }

    private static let columns: StaticString = """
        id, token_hash, terminal_id, language, service, way, citizen_id, factors, started_at_ms, last_seen_at_ms,
        for_another
        """

    private static func read(_ row: SQLRow) throws(SQLError) -> Session {
        Session(
            id: try row.value("id"), terminalID: try row.text("terminal_id"),
            language: try row.value("language"), service: try row.text("service"),
            way: try row.textIfPresent("way").flatMap(Way.init),
            citizen: try row.textIfPresent("citizen_id").flatMap(Token.init),
            factors: Set(
                try row.text("factors").split(separator: " ").compactMap { Factor(rawValue: String($0)) }),
            startedAt: try row.instant("started_at_ms"), lastSeenAt: try row.instant("last_seen_at_ms"),
            tokenHash: try row.bytes("token_hash"), isForAnother: try row.int("for_another") == 1)
    }
}
