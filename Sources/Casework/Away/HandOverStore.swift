import Base
public import Storage

/// Every statement about the `case_hand_overs` table, and there is no other.
public enum HandOverStore {
    struct Row: Sendable {
        let id: Token
        let number: CaseNumber
        let visit: Token
        let expiresAt: Instant
        let takenAt: Instant?
    }

    /// A picture counts for minutes; what tells that a form went to a phone is its leaf.
    public static let forgetters = [
        Forgetter(
            .codes,
            due: { before, after, limit in
                """
                SELECT id AS key FROM case_hand_overs WHERE id > \(after) AND made_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in
                "DELETE FROM case_hand_overs WHERE id = \(key) AND made_at_ms < \(before)"
            })
    ]

    static func insert(
        _ row: Row, codeHash: [UInt8], at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO case_hand_overs (id, case_number, session_id, code_hash, made_at_ms, expires_at_ms)
            VALUES (\(row.id), \(row.number), \(row.visit), \(codeHash), \(now), \(row.expiresAt))
            """)
    }

    /// Ends what was shown for a case and nobody has taken.
    static func expire(_ number: CaseNumber, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE case_hand_overs SET expires_at_ms = \(now)
            WHERE case_number = \(number) AND taken_at_ms IS NULL AND expires_at_ms > \(now)
            """)
    }

    static func newest(
        of number: CaseNumber, shownIn visit: Token, in db: any SQLConnection
    ) throws(SQLError) -> Row? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM case_hand_overs
            WHERE case_number = \(number) AND session_id = \(visit) ORDER BY made_at_ms DESC, expires_at_ms DESC, id DESC
            LIMIT 1
            """
        ).first.map(read)
    }

    static func find(codeHash: [UInt8], in db: any SQLConnection) throws(SQLError) -> Row? {
        try db.rows("SELECT \(raw: columns) FROM case_hand_overs WHERE code_hash = \(codeHash)").first
            .map(read)
    }

    /// - Returns: False when somebody has taken it, or its time is over.
    static func take(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE case_hand_overs SET taken_at_ms = \(now)
            WHERE id = \(id) AND taken_at_ms IS NULL AND expires_at_ms > \(now)
            """) == 1
    }

    static func forget(_ number: String, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM case_hand_overs WHERE case_number = \(number)")
    }

    private static let columns: StaticString = "id, case_number, session_id, expires_at_ms, taken_at_ms"

    private static func read(_ row: SQLRow) throws(SQLError) -> Row {
        Row(
            id: try row.value("id"), number: try row.value("case_number"),
            visit: try row.value("session_id"), expiresAt: try row.instant("expires_at_ms"),
            takenAt: try row.instantIfPresent("taken_at_ms"))
    }
}
