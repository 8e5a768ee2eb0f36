import Storage

extension CaseworkMigrations {
    /// What lies in a queue, in the order of its lists and until it is decided: two indexes that an act keeps, not four.
    ///
    /// The state stands last, so that a list of one state passes over the others without reading their rows.
    static let open = Migration(
        id: "0155-case-steps-open",
        statements: [
            """
            CREATE INDEX case_steps_open ON case_steps (queue, due_at_ms, case_number, step, state)
                WHERE state IN ('waiting', 'ready', 'claimed', 'correction')
            """,
            """
            CREATE INDEX case_steps_open_of_service ON case_steps
                (queue, service, due_at_ms, case_number, step, state)
                WHERE state IN ('waiting', 'ready', 'claimed', 'correction')
            """,
            "DROP INDEX case_steps_in_queue",
            "DROP INDEX case_steps_of_service",
            "DROP INDEX case_steps_running",
            "DROP INDEX case_steps_running_of_service",
        ])
}
