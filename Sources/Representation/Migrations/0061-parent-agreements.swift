import Storage

extension RepresentationMigrations {
    /// What old parents say to the children who want to act for them.
    static let agreements = Migration(
        id: "0061-parent-agreements",
        statements: [
            """
            CREATE TABLE parent_agreements (
                id \(.text) NOT NULL PRIMARY KEY,
                parent_id \(.text) NOT NULL,
                child_id \(.text) NOT NULL,
                asked_at_ms \(.int64) NOT NULL,
                answer \(.text),
                answered_at_ms \(.int64),
                until_ms \(.int64),
                UNIQUE (parent_id, child_id),
                CHECK (parent_id <> child_id),
                CHECK ((answer IS NULL) = (answered_at_ms IS NULL))
            ) \(.strict)
            """
        ])
}
