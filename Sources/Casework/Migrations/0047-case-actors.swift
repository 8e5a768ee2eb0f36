import Storage

extension CaseworkMigrations {
    /// Who acts for a case's person, and in which choice of for whom.
    static let actors = Migration(
        id: "0047-case-actors",
        statements: [
            "ALTER TABLE cases ADD COLUMN actor_id \(.text)",
            "ALTER TABLE cases ADD COLUMN acting_id \(.text)",
        ])
}
