public import Storage

extension IdentityMigrations {
    /// Added after other rooms' tables, so it is told apart from the room's first ones.
    public static let later: [Migration] = [
        accounts, networkIdentity, phoneProof, phoneWithCard, sessionsByPerson,
    ]

    static let accounts = Migration(
        id: "0014-accounts",
        statements: [
            """
            CREATE TABLE accounts (
                citizen_id \(.text) NOT NULL PRIMARY KEY REFERENCES citizens (id),
                phone_term \(.bytes),
                opened_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX accounts_phone_term ON accounts (phone_term)",
            """
            CREATE TABLE account_factors (
                id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL REFERENCES citizens (id),
                kind \(.text) NOT NULL,
                secret_sealed \(.bytes) NOT NULL,
                session_id \(.text),
                last_step \(.int64),
                created_at_ms \(.int64) NOT NULL,
                confirmed_at_ms \(.int64),
                last_used_at_ms \(.int64),
                revoked_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX account_factors_by_person ON account_factors (citizen_id, kind)",
            """
            CREATE TABLE account_sessions (
                id \(.text) NOT NULL PRIMARY KEY,
                token_hash \(.bytes) NOT NULL UNIQUE,
                citizen_id \(.text) NOT NULL REFERENCES citizens (id),
                state \(.text) NOT NULL,
                factors \(.text) NOT NULL,
                level \(.text) NOT NULL,
                language \(.text) NOT NULL,
                tries \(.int64) NOT NULL,
                started_at_ms \(.int64) NOT NULL,
                last_seen_at_ms \(.int64) NOT NULL,
                authenticated_at_ms \(.int64) NOT NULL,
                ended_at_ms \(.int64),
                end_reason \(.text)
            ) \(.strict)
            """,
            "CREATE INDEX account_sessions_open_by_person ON account_sessions (citizen_id) WHERE ended_at_ms IS NULL",
            """
            CREATE TABLE account_codes (
                id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL,
                purpose \(.text) NOT NULL,
                code_hash \(.bytes) NOT NULL,
                session_id \(.text),
                made_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                used_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX account_codes_by_hash ON account_codes (code_hash)",
            "CREATE INDEX account_codes_by_person ON account_codes (citizen_id, purpose, made_at_ms)",
            """
            CREATE TABLE account_devices (
                id_hash \(.bytes) NOT NULL,
                citizen_id \(.text) NOT NULL REFERENCES citizens (id),
                first_seen_at_ms \(.int64) NOT NULL,
                last_seen_at_ms \(.int64) NOT NULL,
                PRIMARY KEY (id_hash, citizen_id)
            ) \(.strict)
            """,
            "CREATE INDEX account_devices_by_person ON account_devices (citizen_id, last_seen_at_ms)",
            """
            CREATE TABLE throttles (
                scope_term \(.bytes) NOT NULL PRIMARY KEY,
                failures \(.int64) NOT NULL,
                last_failed_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE phone_logins (
                id \(.text) NOT NULL PRIMARY KEY,
                session_id \(.text) NOT NULL,
                code_hash \(.bytes) NOT NULL UNIQUE,
                made_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                citizen_id \(.text),
                decision \(.text),
                decided_at_ms \(.int64),
                used_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX phone_logins_by_session ON phone_logins (session_id, made_at_ms)",
        ])
}
