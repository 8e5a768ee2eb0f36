import Storage

extension CaseworkMigrations {
    /// For which event in life a parent began a case of her child's: so the child is chosen once for all of them.
    static let ofEvents = Migration(
        id: "0149-cases-of-events",
        statements: [
            "ALTER TABLE cases ADD COLUMN event_number \(.text)",
            """
            CREATE INDEX cases_by_event ON cases (event_number, opened_at_ms) WHERE event_number IS NOT NULL
            """,
        ])
}
