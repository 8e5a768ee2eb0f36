public import Storage

public enum IdentityMigrations {
    public static let all: [Migration] = [identity, forAnother]

    static let identity = Migration(
        id: "0005-identity",
        statements: [
            """
            CREATE TABLE citizens (
                id \(.text) NOT NULL PRIMARY KEY,
                number_term \(.bytes) NOT NULL,
                number_sealed \(.bytes) NOT NULL,
                name_sealed \(.bytes) NOT NULL,
                phone_sealed \(.bytes),
                created_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX citizens_number_term ON citizens (number_term)",
            """
            CREATE TABLE sessions (
                id \(.text) NOT NULL PRIMARY KEY,
                token_hash \(.bytes) NOT NULL UNIQUE,
                terminal_id \(.text) NOT NULL,
                language \(.text) NOT NULL,
                service \(.text) NOT NULL,
                way \(.text),
                citizen_id \(.text) REFERENCES citizens (id),
                factors \(.text) NOT NULL,
                claim_sealed \(.bytes),
                face_tries \(.int64) NOT NULL,
                code_tries \(.int64) NOT NULL,
                started_at_ms \(.int64) NOT NULL,
                last_seen_at_ms \(.int64) NOT NULL,
                ended_at_ms \(.int64),
                end_reason \(.text)
            ) \(.strict)
            """,
            "CREATE INDEX sessions_open_by_terminal ON sessions (terminal_id) WHERE ended_at_ms IS NULL",
            """
            CREATE TABLE consents (
                id \(.text) NOT NULL PRIMARY KEY,
                session_id \(.text) NOT NULL REFERENCES sessions (id),
                purpose \(.text) NOT NULL,
                wording \(.text) NOT NULL,
                given_at_ms \(.int64) NOT NULL,
                withdrawn_at_ms \(.int64),
                UNIQUE (session_id, purpose)
            ) \(.strict)
            """,
            """
            CREATE TABLE login_codes (
                id \(.text) NOT NULL PRIMARY KEY,
                session_id \(.text) NOT NULL REFERENCES sessions (id),
                number_term \(.bytes) NOT NULL,
                code_hash \(.bytes) NOT NULL,
                sent_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                used_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX login_codes_by_session ON login_codes (session_id, sent_at_ms)",
            "CREATE INDEX login_codes_by_person ON login_codes (number_term, sent_at_ms)",
        ])
}
