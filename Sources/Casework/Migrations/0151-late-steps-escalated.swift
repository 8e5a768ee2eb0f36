import Storage

extension CaseworkMigrations {
    /// To which level a late step has been told: what was told to an office is not told to it again.
    static let escalated = Migration(
        id: "0151-late-steps-escalated",
        statements: ["ALTER TABLE overdue_steps ADD COLUMN escalated_level \(.int64)"])
}
