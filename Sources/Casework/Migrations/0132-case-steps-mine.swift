import Storage

extension CaseworkMigrations {
    /// What lies on a clerk's own desk, in the order of its list and without what she has decided in years.
    static let mine = Migration(
        id: "0132-case-steps-mine",
        statements: [
            """
            CREATE INDEX case_steps_mine ON case_steps (account_id, queue, due_at_ms, case_number, step)
                WHERE state IN ('claimed', 'correction')
            """,
            "DROP INDEX case_steps_of_account",
        ])
}
