public import Storage

public enum PasskeysMigrations {
    public static let all = [
        Migration(
            id: "0020-passkeys",
            statements: [
                """
                CREATE TABLE passkeys (
                    id \(.text) NOT NULL PRIMARY KEY,
                    realm \(.text) NOT NULL CHECK (realm IN ('citizen', 'staff')),
                    holder \(.text) NOT NULL,
                    credential_id \(.bytes) NOT NULL,
                    algorithm \(.int64) NOT NULL,
                    public_key \(.bytes) NOT NULL,
                    counter \(.int64) NOT NULL,
                    created_at_ms \(.int64) NOT NULL,
                    used_at_ms \(.int64)
                ) \(.strict)
                """,
                "CREATE UNIQUE INDEX passkeys_by_credential ON passkeys (credential_id, realm)",
                "CREATE INDEX passkeys_by_holder ON passkeys (holder, realm)",
                """
                CREATE TABLE passkey_challenges (
                    challenge_hash \(.bytes) NOT NULL PRIMARY KEY,
                    expires_at_ms \(.int64) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at_ms)",
            ])
    ]
}
