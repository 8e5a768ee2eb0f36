import Storage

/// Every statement that reads the acts of all cases, page by page.
enum CaseActStore {
    private static let pageSize = 5_000

    /// Every case with its state.
    static func cases(in db: any SQLConnection) throws -> [String: CaseState] {
        var cases: [String: CaseState] = [:]
        var last = ""
        while true {
            let rows = try db.rows(
                "SELECT number, state FROM cases WHERE number > \(last) ORDER BY number LIMIT \(pageSize)")
            for row in rows {
                last = try row.text("number")
                cases[last] = try row.value("state")
            }
            if rows.count < pageSize { return cases }
        }
    }

    /// Every event, case by case and in the order of each.
    static func history(
        in db: any SQLConnection, _ body: (CaseEvent?, VerifyActs.Act) -> Void
    ) throws {
        var (number, seq) = ("", Int64(0))
        while true {
            let rows = try db.rows(
                """
                SELECT case_number, seq, event, step, account_id FROM case_events
                WHERE case_number > \(number) OR (case_number = \(number) AND seq > \(seq))
                ORDER BY case_number, seq LIMIT \(pageSize)
                """)
            for row in rows {
                (number, seq) = (try row.text("case_number"), try row.int("seq"))
                let event = try row.text("event")
                body(
                    CaseEvent(rawValue: event),
                    VerifyActs.Act(
                        caseNumber: number, step: try row.textIfPresent("step") ?? "-", event: event,
                        account: try row.textIfPresent("account_id") ?? "-"))
            }
            if rows.count < pageSize { return }
        }
    }

    /// The steps that stand as approved or refused, as the acts that made them so.
    static func decisions(in db: any SQLConnection, _ body: (VerifyActs.Act) -> Void) throws {
        var (number, step) = ("", "")
        while true {
            let rows = try db.rows(
                """
                SELECT case_number, step, state, account_id FROM case_steps
                WHERE case_number > \(number) OR (case_number = \(number) AND step > \(step))
                ORDER BY case_number, step LIMIT \(pageSize)
                """)
            for row in rows {
                (number, step) = (try row.text("case_number"), try row.text("step"))
                let state: StepState = try row.value("state")
                guard state == .approved || state == .refused else { continue }
                let event: CaseEvent = state == .approved ? .stepApproved : .stepRefused
                body(
                    VerifyActs.Act(
                        caseNumber: number, step: step, event: event.rawValue,
                        account: try row.textIfPresent("account_id") ?? "-"))
            }
            if rows.count < pageSize { return }
        }
    }
}
