import Storage

extension CatalogueMigrations {
    /// Who took a version back, and why: until here that stood in the log alone.
    static let withdrawnBy = Migration(
        id: "0145-withdrawn-by",
        statements: [
            "ALTER TABLE service_publications ADD COLUMN withdrawn_by \(.text)",
            "ALTER TABLE service_publications ADD COLUMN withdrawal_reason \(.text)",
        ])
}
