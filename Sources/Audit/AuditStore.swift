import Base
import Storage

/// Every statement about the `audit_pending`, `audit_leaves`, `audit_tiles` and `audit_checkpoints` tables.
enum AuditStore {
    static func insertPending(_ leaf: AuditLeaf, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO audit_pending (leaf_id, at_ms, leaf_bytes)
            VALUES (\(leaf.id), \(leaf.at), \(leaf.bytes))
            """)
    }
}
