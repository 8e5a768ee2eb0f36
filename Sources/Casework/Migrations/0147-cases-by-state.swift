import Storage

extension CaseworkMigrations {
    /// The desk's first page counts the states four times a minute, and a list of open cases is looked for: in an index, and not
    /// past every answer that was ever given.
    static let byState = Migration(
        id: "0147-cases-by-state",
        statements: ["CREATE INDEX cases_by_state ON cases (state, opened_at_ms)"])
}
