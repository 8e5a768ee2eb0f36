import Storage

extension IdentityMigrations {
    /// A person's visits and sign-ins, the latest first: each message to her asks in which language she spoke last.
    ///
    /// The index over open sign-ins alone is a part of the new one.
    static let sessionsByPerson = Migration(
        id: "0146-sessions-by-person",
        statements: [
            // In the order in which an end everywhere writes them, so that neither waits for the other.
            "CREATE INDEX account_sessions_by_person ON account_sessions (citizen_id, started_at_ms)",
            "DROP INDEX account_sessions_open_by_person",
            """
            CREATE INDEX sessions_by_citizen ON sessions (citizen_id, started_at_ms) WHERE citizen_id IS NOT NULL
            """,
        ])
}
