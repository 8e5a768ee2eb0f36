import Base
import Storage

/// Every statement about the `seen_tokens` table: names of signed tokens that count once.
enum SeenTokenStore {
    /// - Returns: Whether the name had not been seen before.
    static func insert(
        _ jti: String, of issuer: String, until end: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            INSERT INTO seen_tokens (issuer, jti_hash, expires_at_ms)
            VALUES (\(issuer), \(FederationParts.hash(jti)), \(end)) ON CONFLICT (issuer, jti_hash) DO NOTHING
            """) == 1
    }

    static func prune(before moment: Instant, limit: Int, in db: any SQLConnection) throws(SQLError) -> Int {
        try db.run(
            """
            DELETE FROM seen_tokens WHERE (issuer, jti_hash) IN (
                SELECT issuer, jti_hash FROM seen_tokens WHERE expires_at_ms < \(moment)
                ORDER BY expires_at_ms LIMIT \(limit))
            """)
    }
}
