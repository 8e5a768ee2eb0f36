import Base
import Storage

/// The table of wrapped subject keys.
enum SubjectStore {
    struct Row {
        let subject: String
        /// Nil once shredded.
        let wrappedKey: [UInt8]?
        let keyID: String
    }

    static func insert(
        _ subject: Token, wrappedKey: [UInt8], keyID: String, at: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO vault_subjects (subject_id, wrapped_key, kek_id, created_at_ms)
            VALUES (\(subject), \(wrappedKey), \(keyID), \(at))
            """)
    }

    static func find(_ subject: Token, in db: any SQLConnection) throws(SQLError) -> Row? {
        let rows = try db.rows(
            "SELECT subject_id, wrapped_key, kek_id FROM vault_subjects WHERE subject_id = \(subject)")
        guard let row = rows.first else { return nil }
        return try Row(row)
    }

    /// Subjects whose key is not wrapped under `keyID`, in order of their ids.
    static func wrappedOtherwise(
        than keyID: String, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [Row] {
        let rows = try db.rows(
            """
            SELECT subject_id, wrapped_key, kek_id FROM vault_subjects
            WHERE shredded_at_ms IS NULL AND (kek_id < \(keyID) OR kek_id > \(keyID))
            ORDER BY kek_id, subject_id LIMIT \(limit)
            """)
        var found: [Row] = []
        for row in rows { found.append(try Row(row)) }
        return found
    }

    static func rewrap(
        _ subject: String, wrappedKey: [UInt8], keyID: String, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE vault_subjects SET wrapped_key = \(wrappedKey), kek_id = \(keyID)
            WHERE subject_id = \(subject) AND shredded_at_ms IS NULL
            """)
    }

    /// Zero when there is nothing left to destroy.
    static func shred(_ subject: Token, at: Instant, in db: any SQLConnection) throws(SQLError) -> Int {
        try db.run(
            """
            UPDATE vault_subjects SET wrapped_key = NULL, shredded_at_ms = \(at)
            WHERE subject_id = \(subject) AND shredded_at_ms IS NULL
            """)
    }

    /// Destroyed subjects in the order of their ends, from a moment on and after an id at that moment.
    static func shredded(
        since moment: Instant, after id: String, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [ShreddedSubject] {
        try db.rows(
            """
            SELECT subject_id, shredded_at_ms FROM vault_subjects
            WHERE shredded_at_ms IS NOT NULL
                AND (shredded_at_ms > \(moment) OR (shredded_at_ms = \(moment) AND subject_id > \(id)))
            ORDER BY shredded_at_ms, subject_id LIMIT \(limit)
            """
        ).map { row throws(SQLError) in
            ShreddedSubject(id: try row.value("subject_id"), at: try row.instant("shredded_at_ms"))
        }
    }

    static func lastShredded(in db: any SQLConnection) throws(SQLError) -> Instant? {
        try db.rows(
            """
            SELECT shredded_at_ms FROM vault_subjects WHERE shredded_at_ms IS NOT NULL
            ORDER BY shredded_at_ms DESC LIMIT 1
            """
        ).first?.instantIfPresent("shredded_at_ms")
    }
}

extension SubjectStore.Row {
    init(_ row: SQLRow) throws(SQLError) {
        subject = try row.text("subject_id")
        wrappedKey = try row.bytesIfPresent("wrapped_key")
        keyID = try row.text("kek_id")
    }
}
