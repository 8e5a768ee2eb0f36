import Storage

extension CaseworkMigrations {
    static let byTerminal = Migration(
        id: "0085-cases-by-terminal",
        statements: ["CREATE INDEX cases_by_terminal ON cases (terminal_id, opened_at_ms, service)"])
}
