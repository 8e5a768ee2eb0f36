import Base
import Storage

/// Every statement about the `network_logins` table, and there is no other.
enum NetworkLoginStore {
    struct Login: Sendable {
        let request: NetworkRequest
        let expiresAt: Instant
        /// Nil until the service has opened the request.
        let address: [UInt8]?
        /// Whose answer this one must be, in terms of an earlier one of the visit.
        let expectedTerm: [UInt8]?
        let decision: NetworkLogin.Decision?
        let outcome: [UInt8]?

        var id: Token { request.serial }
    }

    static func insert(
        _ request: NetworkRequest, session: Token, expectedTerm: [UInt8]?, expiresAt: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO network_logins (id, session_id, scope, expected_term, opened_at_ms, expires_at_ms)
            VALUES (\(request.serial), \(session), \(request.scope.rawValue), \(expectedTerm), \(request.openedAt),
                    \(expiresAt))
            """)
    }

    static func count(of session: Token, in db: any SQLConnection) throws(SQLError) -> Int {
        let rows = try db.rows("SELECT count(*) AS n FROM network_logins WHERE session_id = \(session)")
        return Int(try rows.first?.int("n") ?? 0)
    }

    /// - Returns: False when the visit was over or went another way meanwhile.
    static func keep(_ address: [UInt8], for id: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE network_logins SET address_sealed = \(address) WHERE id = \(id) AND used_at_ms IS NULL"
        ) == 1
    }

    /// The request that counts in a visit: the newest, unless it was used.
    static func open(of session: Token, in db: any SQLConnection) throws(SQLError) -> Login? {
        try db.rows(
            """
            SELECT id, scope, expected_term, opened_at_ms, expires_at_ms, address_sealed, decision, outcome_sealed
            FROM network_logins WHERE session_id = \(session) AND used_at_ms IS NULL
            ORDER BY opened_at_ms DESC, id DESC LIMIT 1
            """
        ).first.map(read)
    }

    /// - Returns: False when there was an answer before, or the request no longer counts.
    static func decide(
        _ id: Token, _ decision: NetworkLogin.Decision, outcome: [UInt8]?, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE network_logins SET decision = \(decision.rawValue), outcome_sealed = \(outcome),
                   decided_at_ms = \(now), address_sealed = NULL
            WHERE id = \(id) AND decision IS NULL AND used_at_ms IS NULL
            """) == 1
    }

    /// No request of the visit counts any more, and nothing of an answer is left.
    ///
    /// - Returns: Whether one had counted.
    @discardableResult
    static func close(ofSession session: Token, at now: Instant, in db: any SQLConnection) throws(SQLError)
        -> Bool
    {
        try db.run(
            """
            UPDATE network_logins SET used_at_ms = \(now), address_sealed = NULL, outcome_sealed = NULL
            WHERE session_id = \(session) AND used_at_ms IS NULL
            """) > 0
    }

    private static func read(_ row: SQLRow) throws(SQLError) -> Login {
        guard let scope = NetworkRequest.Scope(rawValue: try row.text("scope")) else {
            throw .unreadable(column: "scope")
        }
        return Login(
            request: NetworkRequest(
                serial: try row.value("id"), scope: scope, openedAt: try row.instant("opened_at_ms")),
            expiresAt: try row.instant("expires_at_ms"),
            address: try row.bytesIfPresent("address_sealed"),
            expectedTerm: try row.bytesIfPresent("expected_term"),
            decision: try row.textIfPresent("decision").flatMap(NetworkLogin.Decision.init),
            outcome: try row.bytesIfPresent("outcome_sealed"))
    }
}
