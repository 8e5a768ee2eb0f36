import Base

/// The statements of a runner: who may do a job, and what became of it.
///
/// Every statement about a claimed job names the claimant and the attempt, so a runner whose lease another took
/// changes nothing.
enum JobClaims {
    /// The kind whose job has been due longest, among the kinds given; nil when none is due.
    ///
    /// One statement leaps from kind to kind, however many there are and however many of their jobs wait.
    static func dueKind(among kinds: Set<String>, at now: Instant, in db: any SQLConnection) throws(SQLError)
        -> String?
    {
        let due = try db.rows(
            """
            WITH RECURSIVE kinds (kind) AS (
                SELECT (
                    SELECT kind FROM jobs WHERE state = 'waiting' ORDER BY kind, run_at_ms, key LIMIT 1)
                UNION ALL
                SELECT (
                    SELECT jobs.kind FROM jobs WHERE state = 'waiting' AND jobs.kind > kinds.kind
                    ORDER BY jobs.kind, run_at_ms, key LIMIT 1)
                FROM kinds WHERE kind IS NOT NULL
            ), firsts AS (
                SELECT kind, (
                    SELECT run_at_ms FROM jobs
                    WHERE jobs.kind = kinds.kind AND state = 'waiting' AND run_at_ms <= \(now)
                    ORDER BY run_at_ms, key LIMIT 1) AS run_at_ms
                FROM kinds WHERE kind IS NOT NULL
            )
            SELECT kind FROM firsts WHERE run_at_ms IS NOT NULL ORDER BY run_at_ms, kind
            """)
        return try due.lazy.map { row throws(SQLError) in try row.text("kind") }.first { kinds.contains($0) }
    }

    static func hasExpired(at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows(
            "SELECT 1 AS one FROM jobs WHERE state = 'running' AND claimed_until_ms <= \(now) LIMIT 1"
        ).isEmpty
    }

    /// Puts back the jobs whose runner went silent; one that killed as many runners as it may is dead.
    @discardableResult
    static func recoverExpired(
        at now: Instant, attemptsMax: Int, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run(
            """
            UPDATE jobs SET state = CASE WHEN attempts >= \(attemptsMax) THEN 'dead' ELSE 'waiting' END,
                claimed_by = NULL, claimed_until_ms = NULL, last_error = 'lease expired', updated_at_ms = \(now)
            WHERE state = 'running' AND claimed_until_ms <= \(now)
            """)
    }

    /// Takes the job of a kind that has been due longest.
    static func claim(
        kind: String, by claimant: Token, at now: Instant, until: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Job? {
        // the only difference between the engines: SQLite's writer is alone; PostgreSQL's runners step around each
        // other's locks, which a serializable snapshot would turn into losses
        let lock: StaticString
        switch db.dialect {
        case .sqlite: lock = ""
        case .postgres:
            try db.run("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            lock = "FOR UPDATE SKIP LOCKED"
        }
        let rows = try db.rows(
            """
            UPDATE jobs SET state = 'running', attempts = attempts + 1, claimed_by = \(claimant),
                claimed_until_ms = \(until), updated_at_ms = \(now)
            WHERE (kind, key) = (
                SELECT kind, key FROM jobs WHERE kind = \(kind) AND state = 'waiting' AND run_at_ms <= \(now)
                ORDER BY run_at_ms, key LIMIT 1 \(raw: lock))
            RETURNING \(raw: Job.columns)
            """)
        return try rows.first.map(Job.init)
    }

    static func renew(_ job: Job, until: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE jobs SET claimed_until_ms = \(until) WHERE kind = \(job.kind) AND key = \(job.key)
                AND state = 'running' AND claimed_by = \(job.claimedBy) AND attempts = \(job.attempts)
            """) == 1
    }

    /// Whether the job counts as done; false when its lease was lost.
    static func complete(_ job: Job, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE jobs SET state = 'done', claimed_by = NULL, claimed_until_ms = NULL, last_error = NULL,
                updated_at_ms = \(now)
            WHERE kind = \(job.kind) AND key = \(job.key)
                AND state = 'running' AND claimed_by = \(job.claimedBy) AND attempts = \(job.attempts)
            """) == 1
    }

    /// Puts a failed job off until a moment, or aside when there is none.
    static func fail(
        _ job: Job, error: String, retryAt: Instant?, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        let state = retryAt == nil ? Job.State.dead : .waiting
        return try db.run(
            """
            UPDATE jobs SET state = \(state), run_at_ms = \(retryAt ?? now), claimed_by = NULL,
                claimed_until_ms = NULL, last_error = \(error), updated_at_ms = \(now)
            WHERE kind = \(job.kind) AND key = \(job.key)
                AND state = 'running' AND claimed_by = \(job.claimedBy) AND attempts = \(job.attempts)
            """) == 1
    }

    /// Puts a job off without counting the attempt.
    static func postpone(
        _ job: Job, _ postponed: JobPostponed, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE jobs SET state = 'waiting', attempts = attempts - 1, run_at_ms = \(postponed.until),
                claimed_by = NULL, claimed_until_ms = NULL, last_error = \(postponed.reason), updated_at_ms = \(now)
            WHERE kind = \(job.kind) AND key = \(job.key)
                AND state = 'running' AND claimed_by = \(job.claimedBy) AND attempts = \(job.attempts)
            """) == 1
    }

    /// Puts back a job that was interrupted by a shutdown; the attempt does not count.
    static func release(_ job: Job, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        let released = try db.run(
            """
            UPDATE jobs SET state = 'waiting', attempts = attempts - 1, claimed_by = NULL, claimed_until_ms = NULL,
                updated_at_ms = \(now)
            WHERE kind = \(job.kind) AND key = \(job.key)
                AND state = 'running' AND claimed_by = \(job.claimedBy) AND attempts = \(job.attempts)
            """)
        db.announce(JobStore.topic)
        return released == 1
    }
}
