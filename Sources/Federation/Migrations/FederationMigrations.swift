public import Storage

public enum FederationMigrations {
    public static let all: [Migration] = [provider, portal]

    private static let provider = Migration(
        id: "0030-federation-provider",
        statements: [
            """
            CREATE TABLE oidc_consents (
                citizen_id \(.text) NOT NULL REFERENCES citizens (id) ON DELETE CASCADE,
                client_id \(.text) NOT NULL,
                scopes \(.text) NOT NULL,
                wording \(.text) NOT NULL,
                given_at_ms \(.int64) NOT NULL,
                withdrawn_at_ms \(.int64),
                PRIMARY KEY (citizen_id, client_id)
            ) \(.strict)
            """,
            """
            CREATE TABLE oidc_grants (
                id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL REFERENCES citizens (id) ON DELETE CASCADE,
                client_id \(.text) NOT NULL,
                session_id \(.text) NOT NULL,
                scopes \(.text) NOT NULL,
                acr \(.text) NOT NULL,
                amr \(.text) NOT NULL,
                nonce \(.text),
                redirect_uri \(.text) NOT NULL,
                challenge \(.text) NOT NULL,
                code_hash \(.bytes) NOT NULL UNIQUE,
                authenticated_at_ms \(.int64) NOT NULL,
                issued_at_ms \(.int64) NOT NULL,
                code_used_at_ms \(.int64),
                ends_at_ms \(.int64) NOT NULL,
                revoked_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX oidc_grants_by_citizen ON oidc_grants (citizen_id, client_id)",
            "CREATE INDEX oidc_grants_by_session ON oidc_grants (session_id)",
            "CREATE INDEX oidc_grants_by_end ON oidc_grants (ends_at_ms)",
            """
            CREATE TABLE oidc_tokens (
                token_hash \(.bytes) NOT NULL PRIMARY KEY,
                grant_id \(.text) NOT NULL REFERENCES oidc_grants (id) ON DELETE CASCADE,
                kind \(.text) NOT NULL CHECK (kind IN ('access', 'refresh')),
                issued_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                used_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX oidc_tokens_by_grant ON oidc_tokens (grant_id)",
            "CREATE INDEX oidc_tokens_by_end ON oidc_tokens (expires_at_ms)",
            """
            CREATE TABLE seen_tokens (
                issuer \(.text) NOT NULL,
                jti_hash \(.bytes) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                PRIMARY KEY (issuer, jti_hash)
            ) \(.strict)
            """,
            "CREATE INDEX seen_tokens_by_end ON seen_tokens (expires_at_ms)",
        ])

    private static let portal = Migration(
        id: "0031-federation-portal",
        statements: [
            """
            CREATE TABLE portal_links (
                subject_term \(.bytes) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL UNIQUE REFERENCES citizens (id) ON DELETE CASCADE,
                linked_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE portal_sessions (
                session_id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL REFERENCES citizens (id) ON DELETE CASCADE,
                subject_term \(.bytes) NOT NULL,
                sid_term \(.bytes),
                begun_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX portal_sessions_by_subject ON portal_sessions (subject_term)",
            "CREATE INDEX portal_sessions_by_sid ON portal_sessions (sid_term)",
        ])
}
