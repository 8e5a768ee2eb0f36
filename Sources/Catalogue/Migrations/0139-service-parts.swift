import Storage

extension CatalogueMigrations {
    /// A version's spoken words, pictures and ordinary journey go with it.
    static let serviceParts = Migration(
        id: "0139-service-parts",
        statements: [
            "ALTER TABLE service_drafts ADD COLUMN parts \(.text)",
            "ALTER TABLE service_proposals ADD COLUMN parts \(.text)",
            "ALTER TABLE service_publications ADD COLUMN parts \(.text)",
        ])
}
