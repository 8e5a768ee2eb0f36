public import Base
public import Storage

/// Every statement about the `overdue_steps` table: what was not decided in time, for supervision.
public enum OverdueStore {
    /// A step whose lateness had ended, because its deadline moved, is late anew.
    ///
    /// - Returns: Whether it was not late already.
    static func insert(
        _ step: CaseStep, due: StepDeadline, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            INSERT INTO overdue_steps (case_number, step, department, due_at_ms, found_at_ms)
            VALUES (\(step.key.number), \(step.key.step), \(step.department), \(due.at), \(now))
            ON CONFLICT (case_number, step) DO UPDATE
                SET due_at_ms = excluded.due_at_ms, found_at_ms = excluded.found_at_ms, ended_at_ms = NULL,
                    told_at_ms = NULL, escalated_level = NULL
                WHERE overdue_steps.ended_at_ms IS NOT NULL
            """) == 1
    }

    /// Writes down that the late steps of a queue which nobody was told of are told now.
    ///
    /// It is about those that its clerks have before them: what waits for its person is told when it is back.
    ///
    /// - Returns: How many they are, and whether others wait for their persons.
    public static func tell(
        of queue: StepQueue, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> (told: Int, areOthers: Bool) {
        let told = try db.run(
            """
            UPDATE overdue_steps SET told_at_ms = \(now)
            WHERE department = \(queue.department) AND ended_at_ms IS NULL AND told_at_ms IS NULL
                AND EXISTS (
                    SELECT 1 FROM case_steps AS step
                    WHERE step.case_number = overdue_steps.case_number AND step.step = overdue_steps.step
                        AND step.queue = \(queue) AND step.state IN ('ready', 'claimed'))
            """)
        let others = try db.rows(
            """
            SELECT 1 AS one FROM overdue_steps AS late
            JOIN case_steps AS step ON step.case_number = late.case_number AND step.step = late.step
            WHERE late.department = \(queue.department) AND late.ended_at_ms IS NULL AND late.told_at_ms IS NULL
                AND step.queue = \(queue) AND step.state = 'correction'
            LIMIT 1
            """)
        return (told, !others.isEmpty)
    }

    /// Writes down that nobody was told yet that a step is late: another office has it now.
    ///
    /// - Returns: Whether it is late.
    static func untell(_ key: CaseStep.Key, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE overdue_steps SET told_at_ms = NULL
            WHERE case_number = \(key.number) AND step = \(key.step) AND ended_at_ms IS NULL
            """) == 1
    }

    /// Writes down that a late step is told to the office of a level.
    ///
    /// - Returns: Whether that office had not been told; false for what is late no more.
    static func escalate(
        _ key: CaseStep.Key, to level: Int, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE overdue_steps SET escalated_level = \(Int64(level))
            WHERE case_number = \(key.number) AND step = \(key.step) AND ended_at_ms IS NULL
                AND (escalated_level IS NULL OR escalated_level > \(Int64(level)))
            """) == 1
    }

    /// What an office has been told of by those below it and is late still, whoever has it; what waits for its person is left out.
    ///
    /// - Returns: The one longest late first; none for an office that is above no other.
    public static func escalated(
        to queue: StepQueue, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [CaseStep] {
        guard queue.level < StepQueue.countyLevel else { return [] }
        return try db.rows(
            """
            SELECT \(raw: CaseStepStore.columns) FROM case_steps
            WHERE (case_number, step) IN (
                    SELECT case_number, step FROM overdue_steps
                    WHERE department = \(queue.department) AND ended_at_ms IS NULL
                        AND escalated_level <= \(Int64(queue.level)))
                AND state IN ('ready', 'claimed') AND queue <> \(queue)
            ORDER BY due_at_ms, case_number, step LIMIT \(Int64(limit))
            """
        ).map { row throws(SQLError) in try CaseStepStore.read(row) }
    }

    /// Whether anything of which an office is to be told waits for its person: it is late again when she has answered.
    public static func escalatedAwaitPerson(
        to queue: StepQueue, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try !db.rows(
            """
            SELECT 1 AS one FROM overdue_steps
            WHERE department = \(queue.department) AND ended_at_ms IS NULL
                AND escalated_level <= \(Int64(queue.level))
                AND EXISTS (
                    SELECT 1 FROM case_steps
                    WHERE case_steps.case_number = overdue_steps.case_number
                        AND case_steps.step = overdue_steps.step AND case_steps.state = 'correction')
            LIMIT 1
            """
        ).isEmpty
    }

    /// Late steps whose clock runs and of which an office above is still to be told, without a timer of any level.
    ///
    /// - Returns: In the order of their cases' numbers.
    static func withoutTimer(limit: Int, in db: any SQLConnection) throws(SQLError) -> [CaseStep] {
        let top = Int64(StepQueue.topLevel)
        return try db.rows(
            """
            SELECT \(raw: CaseStepStore.columns) FROM case_steps
            WHERE (case_number, step) IN (
                    SELECT case_number, step FROM overdue_steps
                    WHERE ended_at_ms IS NULL AND (escalated_level IS NULL OR escalated_level > \(top)))
                AND state IN ('ready', 'claimed') AND level > \(top) AND due_at_ms IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1 FROM jobs
                    WHERE jobs.kind = \(StepEscalationJob.kindName) AND jobs.key IN (
                        case_steps.case_number || ' ' || case_steps.step || ' '
                            || CAST(case_steps.due_at_ms AS TEXT) || ' 1',
                        case_steps.case_number || ' ' || case_steps.step || ' '
                            || CAST(case_steps.due_at_ms AS TEXT) || ' 2'))
            ORDER BY case_number, step LIMIT \(Int64(limit))
            """
        ).map { row throws(SQLError) in try CaseStepStore.read(row) }
    }

    /// How many of the steps that a department owes have gone up to the next level, by its id.
    static func escalatedCounts(in db: any SQLConnection) throws(SQLError) -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in try db.rows(
            """
            SELECT department, count(*) AS n FROM overdue_steps
            WHERE ended_at_ms IS NULL AND escalated_level IS NOT NULL
            GROUP BY department ORDER BY department LIMIT 200
            """)
        {
            counts[try row.text("department")] = Int(try row.int("n"))
        }
        return counts
    }

    static func end(_ key: CaseStep.Key, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE overdue_steps SET ended_at_ms = \(now)
            WHERE case_number = \(key.number) AND step = \(key.step) AND ended_at_ms IS NULL
            """)
    }

    /// How many steps each department owes that are overdue now.
    public static func counts(in db: any SQLConnection) throws(SQLError) -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in try db.rows(
            """
            SELECT department, count(*) AS n FROM overdue_steps WHERE ended_at_ms IS NULL
            GROUP BY department ORDER BY department LIMIT 200
            """)
        {
            counts[try row.text("department")] = Int(try row.int("n"))
        }
        return counts
    }
}
