CREATE TABLE jobs (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload_bytes BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    run_at_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    claimed_by TEXT,
    claimed_until_ms INTEGER,
    last_error TEXT,
    updated_at_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, key),
    CHECK ((state = 'running') = (claimed_by IS NOT NULL AND claimed_until_ms IS NOT NULL))
) STRICT;

CREATE INDEX jobs_by_state ON jobs (state, updated_at_ms);

CREATE INDEX jobs_claimed ON jobs (claimed_until_ms) WHERE state = 'running';

CREATE INDEX jobs_due ON jobs (kind, run_at_ms, key) WHERE state = 'waiting';

CREATE TABLE outbox (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    payload_bytes BLOB NOT NULL,
    created_at_ms INTEGER NOT NULL,
    delivered_at_ms INTEGER
) STRICT;

CREATE INDEX outbox_delivered ON outbox (delivered_at_ms) WHERE delivered_at_ms IS NOT NULL;

CREATE INDEX outbox_undelivered ON outbox (topic, sequence) WHERE delivered_at_ms IS NULL;

CREATE TABLE outbox_topics (
    topic TEXT NOT NULL PRIMARY KEY,
    fence INTEGER NOT NULL CHECK (fence > 0),
    claimed_until_ms INTEGER NOT NULL,
    retry_at_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0)
) STRICT;

CREATE TABLE schema_migrations (
    id TEXT NOT NULL PRIMARY KEY,
    applied_at_ms INTEGER NOT NULL,
    checksum TEXT NOT NULL
) STRICT;
