import Base
import Storage
import Vault

/// Every statement about the `approvals` and `approval_yeses` tables.
enum ApprovalStore {
    static let listMax = 100

    static func insert(_ approval: Approval, vault: Vault, in db: any SQLConnection) throws {
        let matter = try vault.seal(approval.matter.bytes, at: place("matter_sealed", approval.id))
        let reason = try vault.seal(Array(approval.reason.utf8), at: reasonPlace(approval.id))
        try db.run(
            """
            INSERT INTO approvals
                (id, kind, matter_sealed, reason_sealed, requested_by, session_id, passkey_id, requested_at_ms,
                 expires_at_ms)
            VALUES (\(approval.id), \(approval.kind.rawValue), \(matter), \(reason), \(approval.requestedBy),
                \(approval.session), \(approval.passkey), \(approval.requestedAt), \(approval.expiresAt))
            """)
    }

    static func find(_ id: Token, vault: Vault, in db: any SQLConnection) throws -> Approval? {
        try db.rows("SELECT \(raw: columns) FROM approvals WHERE id = \(id)").first
            .map { try approval($0, vault, in: db) }
    }

    /// What waits of one kind, oldest first; each is forgotten after ``ApprovalKind/life``.
    static func waiting(
        _ kind: ApprovalKind, now: Instant, vault: Vault, in db: any SQLConnection
    ) throws -> [Approval] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM approvals
            WHERE kind = \(kind.rawValue) AND decision IS NULL AND expires_at_ms > \(now)
            ORDER BY requested_at_ms, id
            """
        ).map { try approval($0, vault, in: db) }
    }

    /// What waits, oldest first, and then what was decided or has passed, youngest first.
    ///
    /// Of what waits there is no page: it is others who may read or decide what came first.
    static func recent(now: Instant, vault: Vault, in db: any SQLConnection) throws -> [Approval] {
        let waiting = try db.rows(
            """
            SELECT \(raw: columns) FROM approvals WHERE decision IS NULL AND expires_at_ms > \(now)
            ORDER BY requested_at_ms, id
            """)
        let past = try db.rows(
            """
            SELECT \(raw: columns) FROM approvals WHERE decision IS NOT NULL OR expires_at_ms <= \(now)
            ORDER BY requested_at_ms DESC, id LIMIT \(listMax)
            """)
        return try (waiting + past).map { try approval($0, vault, in: db) }
    }

    /// Keeps a yes that waits for another one; nobody says yes twice.
    static func agree(_ id: Token, _ yes: Approval.Yes, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO approval_yeses (approval_id, account_id, session_id, passkey_id, at_ms)
            VALUES (\(id), \(yes.by), \(yes.session), \(yes.passkey), \(yes.at))
            """)
    }

    private static func yeses(_ id: Token, in db: any SQLConnection) throws(SQLError) -> [Approval.Yes] {
        try db.rows(
            """
            SELECT account_id, session_id, passkey_id, at_ms FROM approval_yeses WHERE approval_id = \(id)
            ORDER BY at_ms, account_id LIMIT \(listMax)
            """
        ).map { row throws(SQLError) in
            Approval.Yes(
                by: try row.text("account_id"), session: try row.value("session_id"),
                passkey: try row.value("passkey_id"), at: try row.instant("at_ms"))
        }
    }

    /// - Returns: Whether nobody had decided.
    static func decide(
        _ id: Token, _ verdict: Approval.Verdict, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE approvals SET decided_by = \(verdict.by), decided_at_ms = \(verdict.at),
                decision = \(verdict.decision.rawValue)
            WHERE id = \(id) AND decision IS NULL
            """) == 1
    }

    private static let columns: StaticString = """
        id, matter_sealed, reason_sealed, requested_by, session_id, passkey_id, requested_at_ms, expires_at_ms,
        decided_by, decided_at_ms, decision
        """

    private static func place(_ column: StaticString, _ id: Token) -> FieldPlace {
        FieldPlace("approvals", column, row: id.rawValue)
    }

    private static func reasonPlace(_ id: Token) -> FieldPlace { place("reason_sealed", id) }

    private static func approval(
        _ row: SQLRow, _ vault: Vault, in db: any SQLConnection
    ) throws -> Approval {
        let id: Token = try row.value("id")
        let bytes = try vault.open(row.bytes("matter_sealed"), at: place("matter_sealed", id))
        guard let matter = ApprovalMatter(bytes) else { throw SQLError.unreadable(column: "matter_sealed") }
        let reason = try vault.open(row.bytes("reason_sealed"), at: reasonPlace(id))
        var verdict: Approval.Verdict?
        if let decision = try row.textIfPresent("decision").flatMap(Approval.Decision.init) {
            verdict = .init(
                by: try row.text("decided_by"), at: try row.instant("decided_at_ms"), decision: decision)
        }
        return Approval(
            id: id, matter: matter, reason: String(decoding: reason, as: UTF8.self),
            requestedBy: try row.text("requested_by"), session: try row.value("session_id"),
            passkey: try row.value("passkey_id"), requestedAt: try row.instant("requested_at_ms"),
            expiresAt: try row.instant("expires_at_ms"),
            yeses: matter.kind.yesesNeeded > 1 ? try yeses(id, in: db) : [], verdict: verdict)
    }
}
