import Storage

extension IdentityMigrations {
    /// A visit that was begun to act for somebody else.
    static let forAnother = Migration(
        id: "0045-sessions-for-another",
        statements: ["ALTER TABLE sessions ADD COLUMN for_another \(.int64) NOT NULL DEFAULT 0"])
}
