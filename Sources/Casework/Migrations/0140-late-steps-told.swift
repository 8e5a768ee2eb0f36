import Storage

extension CaseworkMigrations {
    /// Which late steps supervisors have been told of, and what has been revoked, for whoever looks for the few among millions.
    static let told = Migration(
        id: "0140-late-steps-told",
        statements: [
            "ALTER TABLE overdue_steps ADD COLUMN told_at_ms \(.int64)",
            "CREATE INDEX case_events_revoked ON case_events (case_number) WHERE event = 'paper-revoked'",
        ])
}
