import Storage

extension CatalogueMigrations {
    /// What can be booked goes with the version that is published.
    static let publicationSlots = Migration(
        id: "0110-publication-slots",
        statements: ["ALTER TABLE service_publications ADD COLUMN slots \(.text)"])
}
