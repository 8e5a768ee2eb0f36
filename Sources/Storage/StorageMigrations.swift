/// The tables of the ground: jobs and the outbox.
public enum StorageMigrations {
    public static let all: [Migration] = [jobsAndOutbox]

    private static let jobsAndOutbox = Migration(
        id: "0001-jobs-and-outbox",
        statements: [
            """
            CREATE TABLE jobs (
                kind \(.text) NOT NULL,
                key \(.text) NOT NULL,
                payload_bytes \(.bytes) NOT NULL,
                state \(.text) NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
                run_at_ms \(.int64) NOT NULL,
                attempts \(.int64) NOT NULL CHECK (attempts >= 0),
                claimed_by \(.text),
                claimed_until_ms \(.int64),
                last_error \(.text),
                updated_at_ms \(.int64) NOT NULL,
                PRIMARY KEY (kind, key),
                CHECK ((state = 'running') = (claimed_by IS NOT NULL AND claimed_until_ms IS NOT NULL))
            ) \(.strict)
            """,
            "CREATE INDEX jobs_due ON jobs (kind, run_at_ms, key) WHERE state = 'waiting'",
            "CREATE INDEX jobs_claimed ON jobs (claimed_until_ms) WHERE state = 'running'",
            "CREATE INDEX jobs_by_state ON jobs (state, updated_at_ms)",
            """
            CREATE TABLE outbox (
                sequence \(.only(.sqlite, "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"))\
            \(.only(.postgres, "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")),
                topic \(.text) NOT NULL,
                key \(.text) NOT NULL,
                payload_bytes \(.bytes) NOT NULL,
                created_at_ms \(.int64) NOT NULL,
                delivered_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX outbox_undelivered ON outbox (topic, sequence) WHERE delivered_at_ms IS NULL",
            "CREATE INDEX outbox_delivered ON outbox (delivered_at_ms) WHERE delivered_at_ms IS NOT NULL",
            """
            CREATE TABLE outbox_topics (
                topic \(.text) NOT NULL PRIMARY KEY,
                fence \(.int64) NOT NULL CHECK (fence > 0),
                claimed_until_ms \(.int64) NOT NULL,
                retry_at_ms \(.int64) NOT NULL,
                attempts \(.int64) NOT NULL CHECK (attempts >= 0)
            ) \(.strict)
            """,
        ])
}
