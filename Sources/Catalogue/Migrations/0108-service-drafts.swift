import Storage

extension CatalogueMigrations {
    /// What is written at the desk, each saving a row of its own, and what was asked to be published.
    static let drafts = Migration(
        id: "0108-service-drafts",
        statements: [
            """
            CREATE TABLE service_drafts (
                service \(.text) NOT NULL,
                revision \(.int64) NOT NULL CHECK (revision > 0),
                source \(.text) NOT NULL,
                layout \(.text),
                account_id \(.text) NOT NULL,
                saved_at_ms \(.int64) NOT NULL,
                PRIMARY KEY (service, revision)
            ) \(.strict)
            """,
            """
            CREATE TABLE service_proposals (
                id \(.text) NOT NULL PRIMARY KEY,
                service \(.text) NOT NULL,
                version \(.int64) NOT NULL CHECK (version > 0),
                source \(.text) NOT NULL,
                layout \(.text),
                effective_from_ms \(.int64) NOT NULL,
                account_id \(.text) NOT NULL,
                proposed_at_ms \(.int64) NOT NULL,
                published_at_ms \(.int64)
            ) \(.strict)
            """,
        ])
}
