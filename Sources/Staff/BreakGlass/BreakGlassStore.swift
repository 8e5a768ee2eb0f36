import Base
import Storage
import Vault

/// Every statement about the `break_glass` table.
enum BreakGlassStore {
    static let listMax = 100

    static func insert(_ glass: BreakGlass, vault: Vault, in db: any SQLConnection) throws {
        let text = try vault.seal(Array(glass.text.utf8), at: place(glass.id))
        try db.run(
            """
            INSERT INTO break_glass (id, account_id, reason, text_sealed, opened_at_ms)
            VALUES (\(glass.id), \(glass.account), \(glass.reason.rawValue), \(text), \(glass.openedAt))
            """)
    }

    static func latest(
        of account: String, vault: Vault, in db: any SQLConnection
    ) throws -> BreakGlass? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM break_glass WHERE account_id = \(account)
            ORDER BY opened_at_ms DESC, id LIMIT 1
            """
        ).first.map { try glass($0, vault) }
    }

    static func find(_ id: Token, vault: Vault, in db: any SQLConnection) throws -> BreakGlass? {
        try db.rows("SELECT \(raw: columns) FROM break_glass WHERE id = \(id)").first
            .map { try glass($0, vault) }
    }

    /// Those without a review, the oldest first, then the youngest of the others.
    ///
    /// Of the first there is no page: the oldest may be other reviewers' to look into.
    static func recent(vault: Vault, in db: any SQLConnection) throws -> [BreakGlass] {
        let waiting = try db.rows(
            """
            SELECT \(raw: columns) FROM break_glass WHERE finding IS NULL
            ORDER BY opened_at_ms, id
            """)
        let past = try db.rows(
            """
            SELECT \(raw: columns) FROM break_glass WHERE finding IS NOT NULL
            ORDER BY opened_at_ms DESC, id LIMIT \(listMax)
            """)
        return try (waiting + past).map { try glass($0, vault) }
    }

    /// Those without a review that were broken before a moment, and about which nobody was called yet.
    static func overdue(
        openedBefore moment: Instant, vault: Vault, in db: any SQLConnection
    ) throws -> [BreakGlass] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM break_glass
            WHERE finding IS NULL AND alarmed_at_ms IS NULL AND opened_at_ms <= \(moment)
            ORDER BY opened_at_ms, id LIMIT \(listMax)
            """
        ).map { try glass($0, vault) }
    }

    static func alarmed(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE break_glass SET alarmed_at_ms = \(now) WHERE id = \(id)")
    }

    /// - Returns: Whether nobody had reviewed it.
    static func review(
        _ id: Token, _ review: BreakGlass.Review, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE break_glass SET reviewed_by = \(review.by), reviewed_at_ms = \(review.at),
                finding = \(review.finding.rawValue)
            WHERE id = \(id) AND finding IS NULL
            """) == 1
    }

    private static let columns: StaticString =
        "id, account_id, reason, text_sealed, opened_at_ms, reviewed_by, reviewed_at_ms, finding"

    private static func place(_ id: Token) -> FieldPlace {
        FieldPlace("break_glass", "text_sealed", row: id.rawValue)
    }

    private static func glass(_ row: SQLRow, _ vault: Vault) throws -> BreakGlass {
        let id: Token = try row.value("id")
        var review: BreakGlass.Review?
        if let finding = try row.textIfPresent("finding").flatMap(BreakGlass.Finding.init) {
            review = .init(
                by: try row.text("reviewed_by"), at: try row.instant("reviewed_at_ms"), finding: finding)
        }
        return BreakGlass(
            id: id, account: try row.text("account_id"), reason: try row.value("reason"),
            text: String(
                decoding: try vault.open(row.bytes("text_sealed"), at: place(id)), as: UTF8.self),
            openedAt: try row.instant("opened_at_ms"), review: review)
    }
}
