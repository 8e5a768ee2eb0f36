import Storage

extension CaseworkMigrations {
    /// The first screen asks how many persons did each service here, and finds them in the index.
    static let byTerminalAndPerson = Migration(
        id: "0172-cases-by-terminal-and-person",
        statements: [
            "DROP INDEX cases_by_terminal",
            """
            CREATE INDEX cases_by_terminal ON cases (terminal_id, opened_at_ms, service, actor_id, citizen_id)
            """,
        ])
}
