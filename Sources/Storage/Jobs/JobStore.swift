public import Base

/// The table of jobs, for who adds them and who looks after them.
public enum JobStore {
    /// What ``Announcements`` call a job that may be run at once.
    static let topic = "jobs"

    /// Adds a job in the act's own transaction; it is there if the act is.
    public static func enqueue(_ job: NewJob, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO jobs (kind, key, payload_bytes, state, run_at_ms, attempts, updated_at_ms)
            VALUES (\(job.kind), \(job.key), \(job.payload), \(Job.State.waiting), \(job.runAt), 0, \(job.runAt))
            ON CONFLICT (kind, key) DO NOTHING
            """)
        db.announce(topic)
    }

    public static func find(kind: String, key: String, in db: any SQLConnection) throws(SQLError) -> Job? {
        let rows = try db.rows("SELECT \(raw: Job.columns) FROM jobs WHERE kind = \(kind) AND key = \(key)")
        return try rows.first.map(Job.init)
    }

    /// The jobs in a state, the one changed longest ago first.
    public static func list(
        _ state: Job.State, limit: Int = 100, in db: any SQLConnection
    ) throws(SQLError) -> [Job] {
        let rows = try db.rows(
            """
            SELECT \(raw: Job.columns) FROM jobs WHERE state = \(state)
            ORDER BY updated_at_ms, kind, key LIMIT \(limit)
            """)
        return try rows.map { row throws(SQLError) in try Job(row) }
    }

    /// How many jobs are in each state; a state without jobs counts zero.
    public static func counts(in db: any SQLConnection) throws(SQLError) -> [Job.State: Int] {
        var counts = Dictionary(uniqueKeysWithValues: Job.State.allCases.map { ($0, 0) })
        for row in try db.rows("SELECT state, count(*) AS jobs FROM jobs GROUP BY state LIMIT 10") {
            counts[try row.value("state")] = Int(try row.int("jobs"))
        }
        return counts
    }

    /// Gives a dead job all its attempts again; false when there is no such dead job.
    public static func retry(
        kind: String, key: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        let changed = try db.run(
            """
            UPDATE jobs SET state = \(Job.State.waiting), attempts = 0, run_at_ms = \(now), updated_at_ms = \(now)
            WHERE kind = \(kind) AND key = \(key) AND state = \(Job.State.dead)
            """)
        db.announce(topic)
        return changed == 1
    }

    /// Removes jobs done before a moment, and with them the memory of their keys; at most `limit` at a time.
    public static func forgetDone(
        before moment: Instant, limit: Int = 1_000, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run(
            """
            DELETE FROM jobs WHERE (kind, key) IN (
                SELECT kind, key FROM jobs WHERE state = \(Job.State.done) AND updated_at_ms < \(moment)
                ORDER BY updated_at_ms, kind, key LIMIT \(limit))
            """)
    }
}
