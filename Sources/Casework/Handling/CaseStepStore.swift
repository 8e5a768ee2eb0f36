import Base
import Catalogue
public import Storage
import Vault

/// Every statement about one case's rows of `case_steps`; the desk's lists are in ``DeskListStore``.
public enum CaseStepStore {
    static func insert(_ step: CaseStep, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO case_steps (case_number, step, place, queue, department, level, service, after_steps,
                working_days, state, ready_at_ms, due_at_ms, due_is_firm)
            VALUES (\(step.key.number), \(step.key.step), \(Int64(step.place)), \(step.queue),
                \(step.department), \(Int64(step.level)), \(step.service), \(step.after.joined(separator: " ")),
                \(Int64(step.workingDays)), \(step.state), \(step.readyAt), \(step.due?.at),
                \(step.due.map { $0.isFirm ? Int64(1) : 0 }))
            """)
    }

    static func find(_ key: CaseStep.Key, in db: any SQLConnection) throws(SQLError) -> CaseStep? {
        let rows = try db.rows(
            """
            SELECT \(raw: columns) FROM case_steps
            WHERE case_number = \(key.number) AND step = \(key.step)
            """)
        guard let row = rows.first else { return nil }
        return try read(row)
    }

    /// In the order in which the service names them.
    public static func all(of number: CaseNumber, in db: any SQLConnection) throws(SQLError) -> [CaseStep] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM case_steps WHERE case_number = \(number) ORDER BY step LIMIT 100
            """
        ).map { row throws(SQLError) in try read(row) }.sorted { $0.place < $1.place }
    }

    /// Everybody who has a step.
    static func holders(in db: any SQLConnection) throws(SQLError) -> [String] {
        try db.rows("SELECT DISTINCT account_id FROM case_steps WHERE state IN ('claimed', 'correction')")
            .map { row throws(SQLError) in try row.text("account_id") }
    }

    /// What an account has claimed, the next due first; what waits for its person is left out.
    static func claimed(
        by account: String, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [CaseStep] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM case_steps
            WHERE account_id = \(account) AND state IN ('claimed', 'correction') AND state <> 'correction'
            ORDER BY queue, due_at_ms, case_number, step LIMIT \(limit)
            """
        ).map { row throws(SQLError) in try read(row) }
    }

    /// Writes a step down, if it still is as it was found; a note that it has stays where there is no new one.
    ///
    /// - Throws: ``StepRefused/taken`` when somebody else was faster.
    static func save(
        _ step: CaseStep, found before: CaseStep, note: [UInt8]? = nil, in db: any SQLConnection
    ) throws {
        let changed = try db.run(
            """
            UPDATE case_steps SET state = \(step.state), account_id = \(step.account),
                ready_at_ms = \(step.readyAt), due_at_ms = \(step.due?.at),
                due_is_firm = \(step.due.map { $0.isFirm ? Int64(1) : 0 }), claimed_at_ms = \(step.claimedAt),
                paused_at_ms = \(step.pausedAt), paused_ms = \(step.paused.wholeMilliseconds),
                decided_at_ms = \(step.decidedAt), reason = \(step.reason?.id), reason_words = \(step.reason?.words.kept),
                note_sealed = coalesce(\(note), note_sealed)
            WHERE case_number = \(step.key.number) AND step = \(step.key.step) AND state = \(before.state)
                AND coalesce(account_id, '') = \(before.account ?? "")
            """)
        guard changed == 1 else { throw StepRefused.taken }
    }

    /// A note to the person as its row holds it.
    static func sealed(
        _ note: String?, of key: CaseStep.Key, by subject: SubjectKey
    ) throws(VaultError) -> [UInt8]? {
        guard let note else { return nil }
        return try subject.sealText(note, at: place(key))
    }

    static func note(
        of key: CaseStep.Key, by subject: SubjectKey, in db: any SQLConnection
    ) throws -> String? {
        let row = try db.rows(
            "SELECT note_sealed FROM case_steps WHERE case_number = \(key.number) AND step = \(key.step)"
        ).first
        return try row?.bytesIfPresent("note_sealed").map { try subject.openText($0, at: place(key)) }
    }

    /// Where a note lies; the row is named by both halves of its key.
    static func place(_ key: CaseStep.Key) -> FieldPlace {
        FieldPlace("case_steps", "note_sealed", row: "\(key.number) \(key.step)")
    }

    static let columns: StaticString = """
        case_number, step, place, queue, department, level, service, after_steps, working_days, state, account_id,
        ready_at_ms, due_at_ms, due_is_firm, claimed_at_ms, paused_at_ms, paused_ms, decided_at_ms, reason, reason_words,
        referrals, (SELECT service_version FROM cases WHERE cases.number = case_steps.case_number) AS version
        """

    static func read(_ row: SQLRow) throws(SQLError) -> CaseStep {
        var due: StepDeadline?
        if let at = try row.instantIfPresent("due_at_ms") {
            due = StepDeadline(at: at, isFirm: try row.flag("due_is_firm"))
        }
        return CaseStep(
            key: CaseStep.Key(try row.value("case_number"), try row.text("step")),
            place: Int(try row.int("place")), queue: try row.value("queue"),
            department: try row.value("department"), level: Int(try row.int("level")),
            service: try row.value("service"),
            after: try row.text("after_steps").split(separator: " ").map(String.init),
            workingDays: Int(try row.int("working_days")), state: try row.value("state"),
            account: try row.textIfPresent("account_id"), readyAt: try row.instantIfPresent("ready_at_ms"),
            due: due, claimedAt: try row.instantIfPresent("claimed_at_ms"),
            pausedAt: try row.instantIfPresent("paused_at_ms"),
            paused: .milliseconds(try row.int("paused_ms")),
            decidedAt: try row.instantIfPresent("decided_at_ms"),
            reason: try GivenReason(row),
            referrals: Int(try row.int("referrals")),
            version: Int(try row.int("version")))
    }
}
