import Base
import Storage

/// Every statement about the `oidc_tokens` table.
enum TokenStore {
    enum Kind: String, Sendable, SQLConvertible {
        case access, refresh
    }

    struct Row: Hashable, Sendable {
        let grant: Token
        let expiresAt: Instant
        let usedAt: Instant?
    }

    static func insert(
        _ hash: [UInt8], _ kind: Kind, of grant: Token, at now: Instant, until: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO oidc_tokens (token_hash, grant_id, kind, issued_at_ms, expires_at_ms)
            VALUES (\(hash), \(grant), \(kind), \(now), \(until))
            """)
    }

    static func find(_ hash: [UInt8], _ kind: Kind, in db: any SQLConnection) throws(SQLError) -> Row? {
        try db.rows(
            """
            SELECT grant_id, expires_at_ms, used_at_ms FROM oidc_tokens
            WHERE token_hash = \(hash) AND kind = \(kind)
            """
        ).first.map { row throws(SQLError) in
            Row(
                grant: try row.value("grant_id"), expiresAt: try row.instant("expires_at_ms"),
                usedAt: try row.instantIfPresent("used_at_ms"))
        }
    }

    /// - Returns: Whether the token had not been used before.
    static func use(_ hash: [UInt8], at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE oidc_tokens SET used_at_ms = \(now) WHERE token_hash = \(hash) AND used_at_ms IS NULL")
            == 1
    }

    /// Used refresh tokens stay as long as their grant could be renewed: one that comes again ends the grant.
    static func prune(before moment: Instant, limit: Int, in db: any SQLConnection) throws(SQLError) -> Int {
        try db.run(
            """
            DELETE FROM oidc_tokens WHERE token_hash IN (
                SELECT t.token_hash FROM oidc_tokens t JOIN oidc_grants g ON g.id = t.grant_id
                WHERE t.expires_at_ms < \(moment)
                    AND (t.kind = 'access' OR g.revoked_at_ms < \(moment) OR g.ends_at_ms < \(moment))
                ORDER BY t.expires_at_ms LIMIT \(limit))
            """)
    }
}
