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
                    told_at_ms = NULL
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
