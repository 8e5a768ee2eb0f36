public import Base
public import Storage
public import Vault

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

    /// Whether a notice of a kind was made for somebody since a moment, on its way or told.
    static func isMade(
        _ kind: NoticeKind, of caseNumber: String, for citizen: Token, since moment: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try !db.rows(
            """
            SELECT 1 AS one FROM case_notices
            WHERE citizen_id = \(citizen) AND made_at_ms >= \(moment) AND case_number = \(caseNumber)
                AND kind = \(kind)
            LIMIT 1
            """
        ).isEmpty
    }

    /// Removes what nobody has been told yet.
    static func withdraw(
        _ kind: NoticeKind, and other: NoticeKind, of caseNumber: String, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(withdrawal(of: kind, and: other, caseNumber))
    }

    /// Neither the told nor what waits for nobody is read: the list of kinds is the index's (`case_notices_waiting`).
    static func withdrawal(of kind: NoticeKind, and other: NoticeKind, _ caseNumber: String) -> SQLStatement {
        """
        DELETE FROM case_notices
        WHERE case_number = \(caseNumber) AND kind IN (\(kind), \(other)) AND outcome IS NULL
            AND kind IN ('appointment-tomorrow', 'appointment-missed', 'ending', 'accepted', 'overdue')
        """
    }

    /// Addresses to another what nobody has been told yet.
    static func readdress(_ id: Token, to reader: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            "UPDATE case_notices SET citizen_id = \(reader) WHERE id = \(id) AND outcome IS NULL")
    }

    static func remove(_ id: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM case_notices WHERE id = \(id) AND outcome IS NULL")
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

    /// - Returns: False when it was passed on before.
    static func passOn(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE case_notices SET passed_on_at_ms = \(now) WHERE id = \(id) AND passed_on_at_ms IS NULL"
        ) == 1
    }

    /// - Returns: False when its outcome is known already.
    ///
    /// `message` is WeChat's number for it.
    static func finish(
        _ notice: CaseNotice, _ outcome: CaseNotice.Outcome, message: Int64? = nil, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE case_notices SET outcome = \(outcome), told_at_ms = \(now), way = \(notice.way),
                wechat_message = \(message)
            WHERE id = \(notice.id) AND outcome IS NULL
            """) == 1
    }

    static func find(
        weChatMessage message: Int64, in db: any SQLConnection
    ) throws(SQLError) -> CaseNotice? {
        try db.rows("SELECT \(raw: columns) FROM case_notices WHERE wechat_message = \(message) LIMIT 1")
            .first.map(read)
    }

    /// What went by WeChat has not arrived: it is on its way again, by SMS.
    static func reopenForSMS(_ id: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE case_notices SET outcome = NULL, told_at_ms = NULL, way = 'sms', wechat_message = NULL
            WHERE id = \(id)
            """)
    }

    /// What went by WeChat has not arrived, and goes no other way.
    static func overrule(
        _ id: Token, _ outcome: CaseNotice.Outcome, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            "UPDATE case_notices SET outcome = \(outcome), told_at_ms = \(now) WHERE id = \(id)")
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
        try WeChatStore.erase(citizen, in: db)
    }

    public static let forgetters = notices + WeChatStore.forgetters

    /// That she was told is kept as long as the case it was about; a choice of hers goes with the last notice.
    private static let notices = [
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
    public static func exporters(_ vault: Vault) -> [PersonExporter] { own + WeChatStore.exporters(vault) }

    private static let own = [
        PersonExporter(
            "case_notices",
            [
                "id", "citizen_id", "case_number", "service", "kind", "language", "made_at_ms", "outcome",
                "told_at_ms", "way", "wechat_message", "passed_on_at_ms",
            ],
            select: {
                """
                SELECT id, citizen_id, case_number, service, kind, language, made_at_ms, outcome, told_at_ms, way,
                    wechat_message, passed_on_at_ms
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
        "id, citizen_id, case_number, service, kind, language, made_at_ms, outcome, way"

    private static func read(_ row: SQLRow) throws(SQLError) -> CaseNotice {
        CaseNotice(
            id: try row.value("id"), citizen: try row.value("citizen_id"),
            caseNumber: try row.text("case_number"), service: try row.value("service"),
            kind: try row.value("kind"), language: try row.value("language"),
            madeAt: try row.instant("made_at_ms"),
            outcome: try row.textIfPresent("outcome").flatMap(CaseNotice.Outcome.init),
            way: try row.textIfPresent("way").flatMap(CaseNotice.Way.init))
    }
}
