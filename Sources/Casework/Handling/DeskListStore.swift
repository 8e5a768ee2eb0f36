import Base
import Catalogue
public import Storage

/// The desk's statements over many cases; each is answered from an index, however many cases there are.
public enum DeskListStore {
    /// One row more than a page has says that there is another page.
    static func steps(
        _ list: DeskList, for clerk: Clerk, from: DeskList.Cursor, through: Instant, limit: Int,
        in db: any SQLConnection
    ) throws(SQLError) -> [CaseStep] {
        try db.rows(statement(list, for: clerk, from: from, through: through, limit: limit))
            .map { row throws(SQLError) in try CaseStepStore.read(row) }
    }

    static func statement(
        _ list: DeskList, for clerk: Clerk, from: DeskList.Cursor, through: Instant, limit: Int
    ) -> SQLStatement {
        switch (list.tab, list.service) {
        case (.ready, nil):
            """
            SELECT \(raw: columns) FROM case_steps
            WHERE queue = \(clerk.queue) AND \(raw: isOpen) AND state = 'ready' AND due_at_ms <= \(through)
                AND (due_at_ms, case_number, step) > (\(from.due), \(from.number), \(from.step))
            ORDER BY due_at_ms, case_number, step LIMIT \(Int64(limit))
            """
        case (.ready, let service?):
            """
            SELECT \(raw: columns) FROM case_steps
            WHERE queue = \(clerk.queue) AND service = \(service) AND \(raw: isOpen) AND state = 'ready'
                AND due_at_ms <= \(through)
                AND (due_at_ms, case_number, step) > (\(from.due), \(from.number), \(from.step))
            ORDER BY due_at_ms, case_number, step LIMIT \(Int64(limit))
            """
        case (.mine, let service):
            """
            SELECT \(raw: columns) FROM case_steps
            WHERE account_id = \(clerk.account) AND state IN ('claimed', 'correction')
                AND queue = \(clerk.queue) AND (\(service?.rawValue ?? "") = '' OR service = \(service?.rawValue ?? ""))
                AND due_at_ms <= \(through)
                AND (due_at_ms, case_number, step) > (\(from.due), \(from.number), \(from.step))
            ORDER BY due_at_ms, case_number, step LIMIT \(Int64(limit))
            """
        case (.overdue, nil):
            """
            SELECT \(raw: columns) FROM case_steps
            WHERE queue = \(clerk.queue) AND \(raw: isOpen) AND state IN ('ready', 'claimed')
                AND due_at_ms <= \(through)
                AND (due_at_ms, case_number, step) > (\(from.due), \(from.number), \(from.step))
            ORDER BY due_at_ms, case_number, step LIMIT \(Int64(limit))
            """
        case (.overdue, let service?):
            """
            SELECT \(raw: columns) FROM case_steps
            WHERE queue = \(clerk.queue) AND service = \(service) AND \(raw: isOpen)
                AND state IN ('ready', 'claimed') AND due_at_ms <= \(through)
                AND (due_at_ms, case_number, step) > (\(from.due), \(from.number), \(from.step))
            ORDER BY due_at_ms, case_number, step LIMIT \(Int64(limit))
            """
        }
    }

    /// Those of these that there are, in no order.
    static func find(_ keys: [CaseStep.Key], in db: any SQLConnection) throws(SQLError) -> [CaseStep] {
        guard !keys.isEmpty else { return [] }
        return try db.rows(statement(of: keys)).map { row throws(SQLError) in try CaseStepStore.read(row) }
    }

    /// As a join: SQLite reads every step there is for pairs that are looked for with `IN`.
    static func statement(of keys: [CaseStep.Key]) -> SQLStatement {
        """
        WITH wanted (of_case, of_step) AS (VALUES \(rows: keys.map { [$0.number, $0.step] }))
        SELECT \(raw: columns) FROM wanted JOIN case_steps ON case_number = of_case AND step = of_step
        LIMIT \(Int64(keys.count))
        """
    }

    /// How many stand under each tab, counted up to ``DeskList/countMax``.
    static func counts(
        for clerk: Clerk, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [DeskList.Tab: Int] {
        let most = DeskList.countMax
        let rows = try db.rows(
            """
            SELECT
                (SELECT count(*) FROM (SELECT 1 AS one FROM case_steps
                    WHERE queue = \(clerk.queue) AND \(raw: isOpen) AND \(raw: isReady) LIMIT \(most)) AS a) AS ready,
                (SELECT count(*) FROM (SELECT 1 AS one FROM case_steps
                    WHERE account_id = \(clerk.account) AND state IN ('claimed', 'correction')
                        AND queue = \(clerk.queue) LIMIT \(most)) AS b) AS mine,
                (SELECT count(*) FROM (SELECT 1 AS one FROM case_steps
                    WHERE queue = \(clerk.queue) AND \(raw: isOpen) AND state IN ('ready', 'claimed')
                        AND due_at_ms < \(now) LIMIT \(most)) AS c) AS overdue
            """)
        guard let row = rows.first else { return [:] }
        return [
            .ready: Int(try row.int("ready")), .mine: Int(try row.int("mine")),
            .overdue: Int(try row.int("overdue")),
        ]
    }

    /// Of which services there is something under a tab, each counted up to ``DeskList/serviceCountMax``.
    static func services(
        _ tab: DeskList.Tab, for clerk: Clerk, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [ServiceID: Int] {
        var services: [ServiceID: Int] = [:]
        for row in try db.rows(countsOfServices(tab, for: clerk, at: now)) {
            let count = Int(try row.int("n"))
            if count > 0 { services[try row.value("service")] = count }
        }
        return services
    }

    /// A queue's services are found by leaps over its index: as many as there are services, not as there are cases.
    private static func countsOfServices(
        _ tab: DeskList.Tab, for clerk: Clerk, at now: Instant
    ) -> SQLStatement {
        let most = DeskList.serviceCountMax
        return switch tab {
        case .mine:
            """
            SELECT service, count(*) AS n FROM case_steps
            WHERE account_id = \(clerk.account) AND state IN ('claimed', 'correction') AND queue = \(clerk.queue)
            GROUP BY service ORDER BY service LIMIT 1000
            """
        case .ready:
            """
            \(raw: leaps) (SELECT service FROM case_steps WHERE queue = \(clerk.queue) AND \(raw: isOpen)
                    ORDER BY service LIMIT 1) AS a
                UNION ALL
                SELECT (SELECT service FROM case_steps WHERE queue = \(clerk.queue) AND \(raw: isOpen)
                    AND service > found.service ORDER BY service LIMIT 1)
                FROM found WHERE found.service IS NOT NULL
            )
            SELECT service, (SELECT count(*) FROM (SELECT 1 AS one FROM case_steps
                WHERE queue = \(clerk.queue) AND service = found.service AND \(raw: isOpen) AND \(raw: isReady)
                LIMIT \(most)) AS b) AS n
            FROM found WHERE service IS NOT NULL LIMIT 1000
            """
        case .overdue:
            """
            \(raw: leaps) (SELECT service FROM case_steps WHERE queue = \(clerk.queue) AND \(raw: isOpen)
                    ORDER BY service LIMIT 1) AS a
                UNION ALL
                SELECT (SELECT service FROM case_steps WHERE queue = \(clerk.queue) AND \(raw: isOpen)
                    AND service > found.service ORDER BY service LIMIT 1)
                FROM found WHERE found.service IS NOT NULL
            )
            SELECT service, (SELECT count(*) FROM (SELECT 1 AS one FROM case_steps
                WHERE queue = \(clerk.queue) AND service = found.service AND \(raw: isOpen)
                    AND state IN ('ready', 'claimed') AND due_at_ms < \(now) LIMIT \(most)) AS b) AS n
            FROM found WHERE service IS NOT NULL LIMIT 1000
            """
        }
    }

    static func late(
        in queue: StepQueue, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        let row = try db.rows(
            """
            SELECT count(*) AS n FROM (SELECT 1 AS one FROM case_steps
                WHERE queue = \(queue) AND \(raw: isOpen) AND state IN ('ready', 'claimed')
                    AND due_at_ms < \(now) LIMIT \(DeskList.countMax)) AS late
            """
        ).first
        return Int(try row?.int("n") ?? 0)
    }

    /// How many steps still have to be decided, or begun, in each queue that has any.
    public static func open(in db: any SQLConnection) throws(SQLError) -> [StepQueue: Int] {
        var open: [StepQueue: Int] = [:]
        for row in try db.rows(
            """
            SELECT queue, count(*) AS n FROM case_steps
            WHERE \(raw: isOpen)
            GROUP BY queue ORDER BY queue LIMIT 10000
            """)
        {
            open[try row.value("queue")] = Int(try row.int("n"))
        }
        return open
    }

    /// What an account has decided since: how many, and how long each took from claim to decision, waits left out.
    static func done(
        by account: String, since: Instant, in db: any SQLConnection
    ) throws(SQLError) -> ClerkFigures {
        // PostgreSQL adds whole numbers up to a decimal, unless it is told otherwise.
        let rows = try db.rows(
            """
            SELECT count(*) AS n, CAST(coalesce(sum(decided_at_ms - claimed_at_ms - paused_ms), 0) AS BIGINT) AS took,
                CAST(coalesce(sum(CASE WHEN decided_at_ms > due_at_ms THEN 1 ELSE 0 END), 0) AS BIGINT) AS late
            FROM case_steps
            WHERE account_id = \(account) AND state IN ('approved', 'refused') AND decided_at_ms >= \(since)
            """)
        guard let row = rows.first else { return ClerkFigures(done: 0, late: 0, meanHours: 0) }
        let (done, took) = (try row.int("n"), try row.int("took"))
        return ClerkFigures(
            done: Int(done), late: Int(try row.int("late")),
            meanHours: done == 0 ? 0 : Double(took) / Double(done) / 3_600_000)
    }

    private static let columns = CaseStepStore.columns
    /// The condition of both indexes of what lies in queues, in their very words: what is decided has left them.
    private static let isOpen: StaticString = "state IN ('waiting', 'ready', 'claimed', 'correction')"
    /// What waits for other steps has no deadline, and a count need not pass over it.
    private static let isReady: StaticString = "state = 'ready' AND due_at_ms > 0"
    private static let leaps: StaticString = "WITH RECURSIVE found(service) AS (SELECT service FROM"
}

/// What a clerk may know of her own work.
public struct ClerkFigures: Hashable, Sendable {
    public let done: Int
    public let late: Int
    public let meanHours: Double
}
