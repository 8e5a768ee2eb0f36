public import Base
public import Storage

/// Every statement about the `case_notices` and `notice_choices` tables, and there is no other.
public enum NoticeStore {
    /// - Returns: False when it is told once a case, and is there already.
    static func insert(_ notice: CaseNotice, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            INSERT INTO case_notices (id, citizen_id, case_number, service, kind, language, made_at_ms)
            VALUES (\(notice.id), \(notice.citizen), \(notice.caseNumber), \(notice.service), \(notice.kind),
                \(notice.language), \(notice.madeAt))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    /// Removes what nobody has been told yet.
    static func withdraw(
        _ kind: NoticeKind, of caseNumber: String, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            DELETE FROM case_notices
            WHERE case_number = \(caseNumber) AND kind = \(kind) AND outcome IS NULL
                AND kind IN ('appointment-tomorrow', 'ending', 'accepted', 'overdue')
            """)
    }

    static func find(_ id: Token, in db: any SQLConnection) throws(SQLError) -> CaseNotice? {
        try db.rows("SELECT \(raw: columns) FROM case_notices WHERE id = \(id)").first.map(read)
    }

    /// The latest first.
    static func all(of citizen: Token, limit: Int, in db: any SQLConnection) throws(SQLError) -> [CaseNotice]
    {
        try db.rows(
            """
            SELECT \(raw: columns) FROM case_notices WHERE citizen_id = \(citizen)
            ORDER BY made_at_ms DESC, id DESC LIMIT \(limit)
            """
        ).map(read)
    }

    /// - Returns: False when its outcome is known already.
    static func finish(
        _ id: Token, _ outcome: CaseNotice.Outcome, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE case_notices SET outcome = \(outcome), told_at_ms = \(now)
            WHERE id = \(id) AND outcome IS NULL
            """) == 1
    }

    static func declined(by citizen: Token, in db: any SQLConnection) throws(SQLError) -> Set<NoticeKind> {
        Set(
            try db.rows("SELECT kind FROM notice_choices WHERE citizen_id = \(citizen) LIMIT 100").map {
                row throws(SQLError) in try row.value("kind")
            })
    }

    static func decline(
        _ kind: NoticeKind, by citizen: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO notice_choices (citizen_id, kind, declined_at_ms) VALUES (\(citizen), \(kind), \(now))
            ON CONFLICT (citizen_id, kind) DO NOTHING
            """)
    }

    static func accept(
        _ kind: NoticeKind, by citizen: Token, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("DELETE FROM notice_choices WHERE citizen_id = \(citizen) AND kind = \(kind)")
    }

    /// Forgets what she has chosen and was told, when she is erased.
    public static func erase(_ citizen: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM notice_choices WHERE citizen_id = \(citizen)")
        try db.run("DELETE FROM case_notices WHERE citizen_id = \(citizen)")
    }

    /// That she was told is kept as long as the case it was about; a choice of hers goes with the last notice.
    public static let forgetters = [
        Forgetter(
            .cases, of: "notices",
            due: { before, after, limit in
                """
                SELECT id AS key FROM case_notices WHERE id > \(after) AND made_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in
                "DELETE FROM case_notices WHERE id = \(key) AND made_at_ms < \(before)"
            }),
        Forgetter(
            .cases, of: "choices",
            due: { before, after, limit in
                """
                SELECT c.citizen_id || ' ' || c.kind AS key FROM notice_choices c
                WHERE c.citizen_id || ' ' || c.kind > \(after) AND c.declined_at_ms < \(before)
                    AND NOT EXISTS (SELECT 1 FROM case_notices n WHERE n.citizen_id = c.citizen_id)
                ORDER BY c.citizen_id || ' ' || c.kind LIMIT \(limit)
                """
            },
            forget: { key, before in
                """
                DELETE FROM notice_choices WHERE citizen_id || ' ' || kind = \(key) AND declined_at_ms < \(before)
                """
            }),
    ]

    /// What this room gives a person of herself.
    public static let exporters = [
        PersonExporter(
            "case_notices",
            [
                "id", "citizen_id", "case_number", "service", "kind", "language", "made_at_ms", "outcome",
                "told_at_ms",
            ],
            select: {
                """
                SELECT id, citizen_id, case_number, service, kind, language, made_at_ms, outcome, told_at_ms
                FROM case_notices WHERE citizen_id = \($0) ORDER BY made_at_ms LIMIT 10000
                """
            }),
        PersonExporter(
            "notice_choices", ["citizen_id", "kind", "declined_at_ms"],
            select: {
                """
                SELECT citizen_id, kind, declined_at_ms FROM notice_choices
                WHERE citizen_id = \($0) ORDER BY kind LIMIT 100
                """
            }),
    ]

    private static let columns: StaticString =
        "id, citizen_id, case_number, service, kind, language, made_at_ms, outcome"

    private static func read(_ row: SQLRow) throws(SQLError) -> CaseNotice {
        CaseNotice(
            id: try row.value("id"), citizen: try row.value("citizen_id"),
            caseNumber: try row.text("case_number"), service: try row.value("service"),
            kind: try row.value("kind"), language: try row.value("language"),
            madeAt: try row.instant("made_at_ms"),
            outcome: try row.textIfPresent("outcome").flatMap(CaseNotice.Outcome.init))
    }
}
