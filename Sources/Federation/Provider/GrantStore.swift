import Base
import Storage

/// Every statement about the `oidc_grants` table.
enum GrantStore {
    static let grantsMax = 500
    static let sessionsMax = 1_000

    static func insert(_ grant: Grant, codeHash: [UInt8], in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO oidc_grants (id, citizen_id, client_id, session_id, scopes, acr, amr, nonce, redirect_uri,
                                     challenge, code_hash, authenticated_at_ms, issued_at_ms, ends_at_ms)
            VALUES (\(grant.id), \(grant.citizen), \(grant.client), \(grant.session), \(grant.scopes.text),
                    \(grant.level.acr), \(grant.methods.sorted().joined(separator: " ")), \(grant.nonce),
                    \(grant.redirect), \(grant.challenge), \(codeHash), \(grant.authenticatedAt),
                    \(grant.issuedAt), \(grant.endsAt))
            """)
    }

    static func find(_ id: Token, in db: any SQLConnection) throws(SQLError) -> Grant? {
        try db.rows("SELECT \(raw: columns) FROM oidc_grants WHERE id = \(id)").first.map(read)
    }

    static func find(codeHash: [UInt8], in db: any SQLConnection) throws(SQLError) -> Grant? {
        try db.rows("SELECT \(raw: columns) FROM oidc_grants WHERE code_hash = \(codeHash)").first.map(read)
    }

    /// - Returns: Whether the code had not been used before.
    static func useCode(of id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE oidc_grants SET code_used_at_ms = \(now) WHERE id = \(id) AND code_used_at_ms IS NULL")
            == 1
    }

    /// Ends a grant and with it every token of it.
    static func revoke(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            "UPDATE oidc_grants SET revoked_at_ms = \(now) WHERE id = \(id) AND revoked_at_ms IS NULL")
    }

    /// Sessions under which something was given since a moment that has not been ended, a page of them: those after one.
    static func sessions(
        since moment: Instant, after last: Token?, in db: any SQLConnection
    ) throws(SQLError) -> [Token] {
        try db.rows(
            """
            SELECT DISTINCT session_id FROM oidc_grants
            WHERE session_id > \(last?.rawValue ?? "") AND issued_at_ms > \(moment) AND revoked_at_ms IS NULL
            ORDER BY session_id LIMIT \(sessionsMax)
            """
        ).map { row throws(SQLError) in try row.value("session_id") }
    }

    /// Grants of one session whose clients have learnt of it, in the order in which they were given, also those that ended.
    static func known(ofSession session: Token, in db: any SQLConnection) throws(SQLError) -> [Grant] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM oidc_grants
            WHERE session_id = \(session) AND code_used_at_ms IS NOT NULL ORDER BY issued_at_ms, id
            """
        ).map(read)
    }

    /// Ends the grants of one session that were not made to outlive it.
    static func revoke(ofVisit session: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE oidc_grants SET revoked_at_ms = \(now)
            WHERE session_id = \(session) AND revoked_at_ms IS NULL
                AND (' ' || scopes || ' ') NOT LIKE \("% \(Scope.offline.rawValue) %")
            """)
    }

    /// Grants of one person to whomever that have not ended.
    static func live(
        of citizen: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [Grant] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM oidc_grants
            WHERE citizen_id = \(citizen) AND revoked_at_ms IS NULL AND ends_at_ms > \(now)
            ORDER BY issued_at_ms, id LIMIT \(grantsMax)
            """
        ).map(read)
    }

    /// Grants of one person to one client that have not ended.
    static func live(
        of citizen: Token, to client: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [Grant] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM oidc_grants
            WHERE citizen_id = \(citizen) AND client_id = \(client) AND revoked_at_ms IS NULL
                AND ends_at_ms > \(now)
            ORDER BY issued_at_ms, id LIMIT \(grantsMax)
            """
        ).map(read)
    }

    private static let columns: StaticString = """
        id, citizen_id, client_id, session_id, scopes, acr, amr, nonce, redirect_uri, challenge,
        authenticated_at_ms, issued_at_ms, code_used_at_ms, ends_at_ms, revoked_at_ms
        """

    private static func read(_ row: SQLRow) throws(SQLError) -> Grant {
        guard let level = ProofLevel(acr: try row.text("acr")) else { throw .unreadable(column: "acr") }
        return Grant(
            id: try row.value("id"), citizen: try row.value("citizen_id"), client: try row.text("client_id"),
            session: try row.value("session_id"), scopes: Set(text: try row.text("scopes")), level: level,
            methods: Set(try row.text("amr").split(separator: " ").map(String.init)),
            nonce: try row.textIfPresent("nonce"), redirect: try row.text("redirect_uri"),
            challenge: try row.text("challenge"), authenticatedAt: try row.instant("authenticated_at_ms"),
            issuedAt: try row.instant("issued_at_ms"),
            codeUsedAt: try row.instantIfPresent("code_used_at_ms"), endsAt: try row.instant("ends_at_ms"),
            revokedAt: try row.instantIfPresent("revoked_at_ms"))
    }
}
