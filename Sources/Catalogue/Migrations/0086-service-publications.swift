public import Storage

public enum CatalogueMigrations {
    public static let all: [Migration] = [
        publications, drafts, publicationSlots, serviceParts, withdrawnBy, releases,
    ]

    static let publications = Migration(
        id: "0086-service-publications",
        statements: [
            """
            CREATE TABLE service_publications (
                id \(.text) NOT NULL PRIMARY KEY,
                service \(.text) NOT NULL,
                version \(.int64) NOT NULL CHECK (version > 0),
                source \(.text) NOT NULL,
                layout \(.text),
                effective_from_ms \(.int64) NOT NULL,
                published_at_ms \(.int64) NOT NULL,
                withdrawn_at_ms \(.int64),
                UNIQUE (service, version)
            ) \(.strict)
            """
        ])
}

/// What the catalogue's table holds: nothing about anybody.
public enum CatalogueInventory {
    public static let tables = [
        StoredTable(
            things: "service_publications",
            [
                "id", "service", "version", "source", "layout", "slots", "parts",
                "effective_from_ms", "published_at_ms", "withdrawn_at_ms", "withdrawn_by",
                "withdrawal_reason",
            ]),
        StoredTable(
            things: "service_drafts",
            ["service", "revision", "source", "layout", "parts", "account_id", "saved_at_ms"]),
        StoredTable(
            things: "service_proposals",
            [
                "id", "service", "version", "source", "layout", "parts", "effective_from_ms", "account_id",
                "proposed_at_ms", "published_at_ms",
            ]),
        StoredTable(
            things: "service_releases", ["service", "version", "fingerprint", "files", "kept_at_ms"]),
    ]
}
