import Base
import Storage

/// Every statement about the `permits` table.
enum PermitStore {
    static func insert(
        _ hash: [UInt8], _ act: PermitAct, approval: Token, expiresAt: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO permits (code_hash, act, approval_id, expires_at_ms)
            VALUES (\(hash), \(act.text), \(approval), \(expiresAt))
            """)
    }

    /// Uses a permit up; `asker` is who must have asked for it, nil for anybody.
    ///
    /// - Returns: Whether it was a permit for this act that nobody had used and whose time was not over.
    static func use(
        _ hash: [UInt8], for act: PermitAct, askedBy asker: String? = nil, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE permits SET used_at_ms = \(now)
            WHERE code_hash = \(hash) AND act = \(act.text) AND used_at_ms IS NULL AND expires_at_ms > \(now)
                AND approval_id IN (SELECT id FROM approvals WHERE requested_by = coalesce(\(asker), requested_by))
            """) == 1
    }
}
