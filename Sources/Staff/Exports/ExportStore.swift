import Base
import Storage
import Vault

/// Every statement about the `case_exports` table.
enum ExportStore {
    static let listMax = 50

    /// `reason` is nil for what was agreed to: it stands with the request.
    static func insert(
        _ export: CaseExport, reason: String? = nil, vault: Vault, in db: any SQLConnection
    ) throws {
        let sealed = try reason.map {
            try vault.seal(
                Array($0.utf8), at: FieldPlace("case_exports", "reason_sealed", row: export.id.rawValue))
        }
        try db.run(
            """
            INSERT INTO case_exports
                (id, account_id, service, from_day, to_day, reason_sealed, persons, made_at_ms, approval_id,
                 fetched_at_ms)
            VALUES (\(export.id), \(export.account), \(export.selection.service), \(export.selection.from),
                \(export.selection.to), \(sealed), \(Int64(export.persons)), \(export.madeAt),
                \(export.approval), \(export.fetchedAt))
            """)
    }

    /// How many persons somebody took out alone since a moment.
    static func takenAlone(
        by account: String, since moment: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        Int(
            try db.rows(
                """
                SELECT CAST(coalesce(sum(persons), 0) AS BIGINT) AS n FROM case_exports
                WHERE account_id = \(account) AND approval_id IS NULL AND made_at_ms > \(moment)
                """
            ).first?.int("n") ?? 0)
    }

    /// Somebody's own, the youngest first.
    static func recent(of account: String, in db: any SQLConnection) throws -> [CaseExport] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM case_exports WHERE account_id = \(account)
            ORDER BY made_at_ms DESC, id LIMIT \(listMax)
            """
        ).map(export)
    }

    static func find(_ id: Token, in db: any SQLConnection) throws -> CaseExport? {
        try db.rows("SELECT \(raw: columns) FROM case_exports WHERE id = \(id)").first.map(export)
    }

    /// - Returns: Whether nobody had fetched it.
    static func fetch(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE case_exports SET fetched_at_ms = \(now) WHERE id = \(id) AND fetched_at_ms IS NULL") == 1
    }

    private static let columns: StaticString =
        "id, account_id, service, from_day, to_day, persons, made_at_ms, approval_id, fetched_at_ms"

    private static func export(_ row: SQLRow) throws -> CaseExport {
        guard let from = CalendarDate(try row.text("from_day")), let to = CalendarDate(try row.text("to_day"))
        else { throw SQLError.unreadable(column: "from_day") }
        return CaseExport(
            id: try row.value("id"), account: try row.text("account_id"),
            selection: try ExportSelection(service: row.textIfPresent("service"), from: from, to: to),
            persons: Int(try row.int("persons")), madeAt: try row.instant("made_at_ms"),
            approval: try row.textIfPresent("approval_id").flatMap { Token(rawValue: $0) },
            fetchedAt: try row.instantIfPresent("fetched_at_ms"))
    }
}
