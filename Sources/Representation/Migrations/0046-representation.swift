public import Storage

public enum RepresentationMigrations {
    public static let all: [Migration] = [representation]
    /// What came after other rooms' changes.
    public static let later: [Migration] = [agreements]

    /// Mandates 委托, and who acts for whom in which visit.
    static let representation = Migration(
        id: "0046-representation",
        statements: [
            """
            CREATE TABLE mandates (
                id \(.text) NOT NULL PRIMARY KEY,
                giver_id \(.text) NOT NULL,
                holder_term \(.bytes) NOT NULL,
                holder_sealed \(.bytes) NOT NULL,
                services \(.text) NOT NULL,
                given_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                revoked_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX mandates_by_holder ON mandates (holder_term)",
            "CREATE INDEX mandates_by_giver ON mandates (giver_id, given_at_ms)",
            """
            CREATE TABLE actings (
                id \(.text) NOT NULL PRIMARY KEY,
                session_id \(.text) NOT NULL UNIQUE,
                kind \(.text) NOT NULL,
                actor_id \(.text) NOT NULL,
                subject_id \(.text) NOT NULL,
                mandate_id \(.text),
                chosen_at_ms \(.int64) NOT NULL,
                valid_until_ms \(.int64) NOT NULL,
                CHECK (actor_id <> subject_id),
                CHECK ((kind = 'mandate') = (mandate_id IS NOT NULL))
            ) \(.strict)
            """,
            "CREATE INDEX actings_by_subject ON actings (subject_id)",
            "CREATE INDEX actings_by_actor ON actings (actor_id, subject_id)",
        ])
}
