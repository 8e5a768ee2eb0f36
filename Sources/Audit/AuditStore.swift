import Base
import Storage

/// Every statement that writes or extends the log; what the verifier reads is in ``AuditRecords``.
enum AuditStore {
    struct PendingLeaf: Sendable {
        let id: Token
        let at: Instant
        let bytes: [UInt8]
        /// The commitment of the person it is about.
        let subject: [UInt8]?
    }

    static func insertPending(_ leaf: AuditLeaf, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO audit_pending (leaf_id, at_ms, leaf_bytes, subject)
            VALUES (\(leaf.id), \(leaf.at), \(leaf.bytes), \(leaf.commitment))
            """)
    }

    /// The oldest leaves that wait for their place.
    static func pending(leavesMax: Int, in db: any SQLConnection) throws(SQLError) -> [PendingLeaf] {
        let rows = try db.rows(
            """
            SELECT leaf_id, at_ms, leaf_bytes, subject FROM audit_pending
            ORDER BY at_ms, leaf_id LIMIT \(leavesMax)
            """)
        var leaves: [PendingLeaf] = []
        for row in rows {
            leaves.append(
                PendingLeaf(
                    id: try row.value("leaf_id"), at: try row.instant("at_ms"),
                    bytes: try row.bytes("leaf_bytes"), subject: try row.bytesIfPresent("subject")))
        }
        return leaves
    }

    static func hasPending(in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT 1 AS one FROM audit_pending LIMIT 1").isEmpty
    }

    /// Removes the oldest leaves up to one of them, and says how many that were.
    static func deletePending(through last: PendingLeaf, in db: any SQLConnection) throws(SQLError) -> Int {
        try db.run("DELETE FROM audit_pending WHERE (at_ms, leaf_id) <= (\(last.at), \(last.id))")
    }

    static func insert(
        _ leaf: PendingLeaf, index: Int64, hash: [UInt8], in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO audit_leaves (idx, leaf_id, leaf_bytes, leaf_hash)
            VALUES (\(index), \(leaf.id), \(leaf.bytes), \(hash))
            """)
    }

    /// Notes whom a leaf is about, so that she finds it; the leaf itself says it only to whoever asks with her commitment.
    static func insert(
        subject: [UInt8]?, index: Int64, in db: any SQLConnection
    ) throws(SQLError) {
        guard let subject else { return }
        try db.run(
            """
            INSERT INTO audit_subjects (idx, subject) VALUES (\(index), \(subject))
            ON CONFLICT (idx) DO NOTHING
            """)
    }

    static func save(_ tile: MerkleEdge.Tile, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO audit_tiles (level, idx, tile_bytes) VALUES (\(tile.level), \(tile.index), \(tile.bytes))
            ON CONFLICT (level, idx) DO UPDATE SET tile_bytes = excluded.tile_bytes
            """)
    }

    /// Checkpoints are numbered without a gap, so that a missing one is seen.
    static func insert(_ checkpoint: Checkpoint, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO audit_checkpoints (size, seq, root, note_text)
            SELECT \(checkpoint.size), coalesce(max(seq) + 1, 0), \(checkpoint.root), \(checkpoint.wire)
            FROM audit_checkpoints
            """)
    }

    /// Takes or keeps the right to extend the tree until `until`.
    ///
    /// A lease that ends after `farthest` was taken by a clock that has been set back since, and holds nobody up.
    ///
    /// - Returns: False while another holder has it. That saves two nodes from working against each other; what keeps
    ///   the tree whole is that both would have to commit the same next checkpoint.
    static func takeLease(
        holder: Token, now: Instant, until: Instant, farthest: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            INSERT INTO audit_leases (name, holder, until_ms) VALUES ('integrator', \(holder), \(until))
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
            WHERE audit_leases.holder = excluded.holder OR audit_leases.until_ms <= \(now)
                OR audit_leases.until_ms > \(farthest)
            """) == 1
    }

    static func releaseLease(holder: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM audit_leases WHERE name = 'integrator' AND holder = \(holder)")
    }
}
