import Base
import Storage

/// Every statement that only reads the log.
enum AuditRecords {
    struct StoredCheckpoint: Sendable {
        let size: Int64
        let sequence: Int64
        let root: [UInt8]
        let note: String
    }

    struct StoredLeaf: Sendable {
        let index: Int64
        let id: String
        let bytes: [UInt8]
        let hash: [UInt8]
    }

    static func lastCheckpoint(in db: any SQLConnection) throws(SQLError) -> StoredCheckpoint? {
        guard
            let row = try db.rows(
                "SELECT size, seq, root, note_text FROM audit_checkpoints ORDER BY size DESC LIMIT 1"
            ).first
        else { return nil }
        return try checkpoint(row)
    }

    /// Checkpoints by rising size, from the one after `size`.
    static func checkpoints(
        after size: Int64, countMax: Int, in db: any SQLConnection
    ) throws(SQLError) -> [StoredCheckpoint] {
        var checkpoints: [StoredCheckpoint] = []
        for row in try db.rows(
            """
            SELECT size, seq, root, note_text FROM audit_checkpoints
            WHERE size > \(size) ORDER BY size LIMIT \(countMax)
            """)
        {
            checkpoints.append(try checkpoint(row))
        }
        return checkpoints
    }

    /// Leaves by rising index.
    static func leaves(_ range: Range<Int64>, in db: any SQLConnection) throws(SQLError) -> [StoredLeaf] {
        var leaves: [StoredLeaf] = []
        for row in try db.rows(
            """
            SELECT idx, leaf_id, leaf_bytes, leaf_hash FROM audit_leaves
            WHERE idx >= \(range.lowerBound) AND idx < \(range.upperBound) ORDER BY idx
            LIMIT \(range.upperBound - range.lowerBound)
            """)
        {
            leaves.append(
                StoredLeaf(
                    index: try row.int("idx"), id: try row.text("leaf_id"),
                    bytes: try row.bytes("leaf_bytes"),
                    hash: try row.bytes("leaf_hash")))
        }
        return leaves
    }

    static func leaf(_ id: Token, in db: any SQLConnection) throws(SQLError) -> (
        index: Int64, bytes: [UInt8]
    )? {
        guard let row = try db.rows("SELECT idx, leaf_bytes FROM audit_leaves WHERE leaf_id = \(id)").first
        else { return nil }
        return (try row.int("idx"), try row.bytes("leaf_bytes"))
    }

    static func isPending(_ id: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT 1 AS one FROM audit_pending WHERE leaf_id = \(id)").isEmpty
    }

    static func tile(level: Int, index: Int64, in db: any SQLConnection) throws(SQLError) -> [UInt8]? {
        try db.rows("SELECT tile_bytes FROM audit_tiles WHERE level = \(level) AND idx = \(index)").first?
            .bytes("tile_bytes")
    }

    /// The first index of which it may not be noted yet whom the leaf is about.
    static func nextUnnoted(in db: any SQLConnection) throws(SQLError) -> Int64 {
        try db.rows("SELECT coalesce(max(idx), -1) + 1 AS next FROM audit_subjects").first?.int("next") ?? 0
    }

    /// The leaves about a person, the youngest first, from below an index.
    static func leaves(
        about subject: [UInt8], before index: Int64, countMax: Int, in db: any SQLConnection
    ) throws(SQLError) -> [(index: Int64, bytes: [UInt8])] {
        var leaves: [(index: Int64, bytes: [UInt8])] = []
        for row in try db.rows(
            """
            SELECT audit_leaves.idx AS idx, leaf_bytes FROM audit_subjects
            JOIN audit_leaves ON audit_leaves.idx = audit_subjects.idx
            WHERE subject = \(subject) AND audit_subjects.idx < \(index)
            ORDER BY audit_subjects.idx DESC LIMIT \(countMax)
            """)
        {
            leaves.append((try row.int("idx"), try row.bytes("leaf_bytes")))
        }
        return leaves
    }

    /// Whom the leaves of a range are noted to be about, by index.
    static func subjects(
        _ range: Range<Int64>, in db: any SQLConnection
    ) throws(SQLError) -> [Int64: [UInt8]] {
        var subjects: [Int64: [UInt8]] = [:]
        for row in try db.rows(
            """
            SELECT subject, idx FROM audit_subjects
            WHERE idx >= \(range.lowerBound) AND idx < \(range.upperBound)
            LIMIT \(range.upperBound - range.lowerBound)
            """)
        {
            subjects[try row.int("idx")] = try row.bytes("subject")
        }
        return subjects
    }

    /// How many rows the three tables of the tree hold.
    static func counts(in db: any SQLConnection) throws(SQLError) -> (
        leaves: Int64, tiles: Int64, checkpoints: Int64
    ) {
        guard
            let row = try db.rows(
                """
                SELECT (SELECT count(*) FROM audit_leaves) AS leaves, (SELECT count(*) FROM audit_tiles) AS tiles,
                    (SELECT count(*) FROM audit_checkpoints) AS checkpoints
                """
            ).first
        else { throw .unreadable(column: "leaves") }
        return (try row.int("leaves"), try row.int("tiles"), try row.int("checkpoints"))
    }

    /// Identifiers that occur twice among the leaves, or both there and among those that wait.
    static func repeatedIDs(countMax: Int, in db: any SQLConnection) throws(SQLError) -> [String] {
        let rows = try db.rows(
            """
            SELECT leaf_id FROM (SELECT leaf_id FROM audit_leaves UNION ALL SELECT leaf_id FROM audit_pending) AS ids
            GROUP BY leaf_id HAVING count(*) > 1 ORDER BY leaf_id LIMIT \(countMax)
            """)
        var ids: [String] = []
        for row in rows { ids.append(try row.text("leaf_id")) }
        return ids
    }

    /// Sizes for which two checkpoints are kept.
    static func forkedSizes(countMax: Int, in db: any SQLConnection) throws(SQLError) -> [Int64] {
        let rows = try db.rows(
            """
            SELECT size FROM audit_checkpoints GROUP BY size HAVING count(*) > 1 ORDER BY size LIMIT \(countMax)
            """)
        var sizes: [Int64] = []
        for row in rows { sizes.append(try row.int("size")) }
        return sizes
    }

    static func pendingSummary(in db: any SQLConnection) throws(SQLError) -> (count: Int64, oldest: Instant?)
    {
        guard let row = try db.rows("SELECT count(*) AS n, min(at_ms) AS oldest FROM audit_pending").first
        else { throw .unreadable(column: "n") }
        return (try row.int("n"), try row.instantIfPresent("oldest"))
    }

    private static func checkpoint(_ row: SQLRow) throws(SQLError) -> StoredCheckpoint {
        StoredCheckpoint(
            size: try row.int("size"), sequence: try row.int("seq"), root: try row.bytes("root"),
            note: try row.text("note_text"))
    }
}
