import Storage

extension CaseworkMigrations {
    /// Cases that are decided later than at once: their steps, what is asked of their persons, and what came too late.
    ///
    /// The list of states grew. SQLite cannot change a check, so the column is made anew on both engines.
    static let steps = Migration(
        id: "0075-case-steps",
        statements: [
            """
            ALTER TABLE cases ADD COLUMN standing \(.text) NOT NULL DEFAULT 'open'
                CHECK (standing IN ('open', 'submitted', 'deciding', 'correcting', 'approved', 'issued',
                    'delivered', 'refused', 'withdrawn'))
            """,
            "UPDATE cases SET standing = state",
            "ALTER TABLE cases DROP COLUMN state",
            "ALTER TABLE cases RENAME COLUMN standing TO state",
            "ALTER TABLE cases ADD COLUMN decided_at_ms \(.int64)",
            "ALTER TABLE cases ADD COLUMN read_at_ms \(.int64)",
            "ALTER TABLE case_events ADD COLUMN step \(.text)",
            "ALTER TABLE case_events ADD COLUMN account_id \(.text)",
            "ALTER TABLE case_events ADD COLUMN took_ms \(.int64)",
            """
            CREATE TABLE case_steps (
                case_number \(.text) NOT NULL REFERENCES cases (number),
                step \(.text) NOT NULL,
                place \(.int64) NOT NULL CHECK (place > 0),
                queue \(.text) NOT NULL,
                department \(.text) NOT NULL,
                level \(.int64) NOT NULL CHECK (level BETWEEN 1 AND 6),
                service \(.text) NOT NULL,
                after_steps \(.text) NOT NULL,
                working_days \(.int64) NOT NULL CHECK (working_days >= 0),
                state \(.text) NOT NULL
                    CHECK (state IN ('waiting', 'ready', 'claimed', 'correction', 'approved', 'refused', 'void')),
                account_id \(.text),
                ready_at_ms \(.int64),
                due_at_ms \(.int64),
                due_is_firm \(.int64),
                claimed_at_ms \(.int64),
                paused_at_ms \(.int64),
                paused_ms \(.int64) NOT NULL DEFAULT 0 CHECK (paused_ms >= 0),
                decided_at_ms \(.int64),
                reason \(.text),
                note_sealed \(.bytes),
                PRIMARY KEY (case_number, step),
                CHECK ((state IN ('claimed', 'correction')) <= (account_id IS NOT NULL)),
                CHECK ((state IN ('waiting', 'void')) OR due_at_ms IS NOT NULL)
            ) \(.strict)
            """,
            """
            CREATE INDEX case_steps_in_queue ON case_steps (queue, state, due_at_ms, case_number, step)
            """,
            """
            CREATE INDEX case_steps_of_service ON case_steps
                (queue, service, state, due_at_ms, case_number, step)
            """,
            """
            CREATE INDEX case_steps_running ON case_steps (queue, due_at_ms, case_number, step)
                WHERE state IN ('ready', 'claimed')
            """,
            """
            CREATE INDEX case_steps_running_of_service ON case_steps
                (queue, service, due_at_ms, case_number, step) WHERE state IN ('ready', 'claimed')
            """,
            """
            CREATE INDEX case_steps_of_account ON case_steps (account_id, state, due_at_ms, case_number, step)
            """,
            """
            CREATE TABLE case_corrections (
                case_number \(.text) NOT NULL REFERENCES cases (number),
                step \(.text) NOT NULL,
                questions \(.text) NOT NULL,
                answered \(.text) NOT NULL,
                reason \(.text) NOT NULL,
                note_sealed \(.bytes),
                asked_at_ms \(.int64) NOT NULL,
                answer_by_ms \(.int64) NOT NULL,
                answered_at_ms \(.int64),
                PRIMARY KEY (case_number, step)
            ) \(.strict)
            """,
            """
            CREATE TABLE overdue_steps (
                case_number \(.text) NOT NULL,
                step \(.text) NOT NULL,
                department \(.text) NOT NULL,
                due_at_ms \(.int64) NOT NULL,
                found_at_ms \(.int64) NOT NULL,
                ended_at_ms \(.int64),
                PRIMARY KEY (case_number, step)
            ) \(.strict)
            """,
            "CREATE INDEX overdue_steps_open ON overdue_steps (department) WHERE ended_at_ms IS NULL",
        ])
}
