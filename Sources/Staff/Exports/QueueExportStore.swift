import Base
import Storage

/// Every statement about the `queue_exports` table.
enum QueueExportStore {
    static let listMax = 50

    static func insert(_ export: QueueExport, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO queue_exports (id, account_id, list, persons, made_at_ms, approval_id, fetched_at_ms)
            VALUES (\(export.id), \(export.account), \(export.list), \(Int64(export.persons)),
                \(export.madeAt), \(export.approval), \(export.fetchedAt))
            """)
    }

    static func find(_ id: Token, in db: any SQLConnection) throws(SQLError) -> QueueExport? {
        guard let row = try db.rows("SELECT \(raw: columns) FROM queue_exports WHERE id = \(id)").first
        else { return nil }
        return try read(row)
    }

    /// What somebody was agreed to since a moment and has not fetched, the youngest first.
    static func waiting(
        of account: String, since moment: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [QueueExport] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM queue_exports
            WHERE account_id = \(account) AND approval_id IS NOT NULL AND fetched_at_ms IS NULL
                AND made_at_ms > \(moment)
            ORDER BY made_at_ms DESC, id LIMIT \(listMax)
            """
        ).map { row throws(SQLError) in try read(row) }
    }

    /// How many persons somebody took out alone since a moment.
    static func takenAlone(
        by account: String, since moment: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        Int(
            try db.rows(
                """
                SELECT CAST(coalesce(sum(persons), 0) AS BIGINT) AS n FROM queue_exports
                WHERE account_id = \(account) AND approval_id IS NULL AND made_at_ms > \(moment)
                """
            ).first?.int("n") ?? 0)
    }

    /// - Returns: Whether nobody had fetched it.
    static func fetch(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE queue_exports SET fetched_at_ms = \(now) WHERE id = \(id) AND fetched_at_ms IS NULL") == 1
    }

    private static let columns: StaticString =
        "id, account_id, list, persons, made_at_ms, approval_id, fetched_at_ms"

    private static func read(_ row: SQLRow) throws(SQLError) -> QueueExport {
        QueueExport(
            id: try row.value("id"), account: try row.text("account_id"), list: try row.text("list"),
            persons: Int(try row.int("persons")), madeAt: try row.instant("made_at_ms"),
            approval: try row.textIfPresent("approval_id").flatMap { Token(rawValue: $0) },
            fetchedAt: try row.instantIfPresent("fetched_at_ms"))
    }
}
