import Storage

extension IdentityMigrations {
    static let networkIdentity = Migration(
        id: "0040-network-identity",
        statements: [
            """
            CREATE TABLE network_identities (
                id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL UNIQUE,
                identifier_term \(.bytes) NOT NULL,
                identifier_sealed \(.bytes) NOT NULL,
                linked_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX network_identities_term ON network_identities (identifier_term)",
            """
            CREATE TABLE network_logins (
                id \(.text) NOT NULL PRIMARY KEY,
                session_id \(.text) NOT NULL,
                scope \(.text) NOT NULL,
                expected_term \(.bytes),
                address_sealed \(.bytes),
                outcome_sealed \(.bytes),
                opened_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                decision \(.text),
                decided_at_ms \(.int64),
                used_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX network_logins_by_session ON network_logins (session_id, opened_at_ms)",
        ])
}
