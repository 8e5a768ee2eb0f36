import Base
public import Storage

/// Every statement about the `overdue_steps` table: what was not decided in time, for supervision.
public enum OverdueStore {
    static func insert(
        _ step: CaseStep, due: StepDeadline, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO overdue_steps (case_number, step, department, due_at_ms, found_at_ms)
            VALUES (\(step.key.number), \(step.key.step), \(step.department), \(due.at), \(now))
            ON CONFLICT (case_number, step) DO NOTHING
            """)
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
