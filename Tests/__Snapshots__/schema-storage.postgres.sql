CREATE TABLE jobs (
    kind text NOT NULL,
    key text NOT NULL,
    payload_bytes bytea NOT NULL,
    state text NOT NULL,
    run_at_ms bigint NOT NULL,
    attempts bigint NOT NULL,
    claimed_by text,
    claimed_until_ms bigint,
    last_error text,
    updated_at_ms bigint NOT NULL,
    CONSTRAINT jobs_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT jobs_check CHECK (((state = 'running'::text) = ((claimed_by IS NOT NULL) AND (claimed_until_ms IS NOT NULL)))),
    CONSTRAINT jobs_pkey PRIMARY KEY (kind, key),
    CONSTRAINT jobs_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'dead'::text])))
);

CREATE INDEX jobs_by_state ON jobs USING btree (state, updated_at_ms);

CREATE INDEX jobs_claimed ON jobs USING btree (claimed_until_ms) WHERE (state = 'running'::text);

CREATE INDEX jobs_due ON jobs USING btree (kind, run_at_ms, key) WHERE (state = 'waiting'::text);

CREATE TABLE outbox (
    sequence bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    payload_bytes bytea NOT NULL,
    created_at_ms bigint NOT NULL,
    delivered_at_ms bigint,
    CONSTRAINT outbox_pkey PRIMARY KEY (sequence)
);

CREATE INDEX outbox_delivered ON outbox USING btree (delivered_at_ms) WHERE (delivered_at_ms IS NOT NULL);

CREATE INDEX outbox_undelivered ON outbox USING btree (topic, sequence) WHERE (delivered_at_ms IS NULL);

CREATE TABLE outbox_topics (
    topic text NOT NULL,
    fence bigint NOT NULL,
    claimed_until_ms bigint NOT NULL,
    retry_at_ms bigint NOT NULL,
    attempts bigint NOT NULL,
    CONSTRAINT outbox_topics_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT outbox_topics_fence_check CHECK ((fence > 0)),
    CONSTRAINT outbox_topics_pkey PRIMARY KEY (topic)
);

CREATE TABLE schema_migrations (
    id text NOT NULL,
    applied_at_ms bigint NOT NULL,
    checksum text NOT NULL,
    CONSTRAINT schema_migrations_pkey PRIMARY KEY (id)
);
