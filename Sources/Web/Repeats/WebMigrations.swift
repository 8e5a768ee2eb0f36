public import Storage

public enum WebMigrations {
    public static let all: [Migration] = [
        Migration(
            id: "0004-idempotency",
            statements: [
                """
                CREATE TABLE idempotency_keys (
                    scope_hash \(.bytes) NOT NULL PRIMARY KEY,
                    request_hash \(.bytes) NOT NULL,
                    answer_sealed \(.bytes),
                    leased_until_at_ms \(.int64) NOT NULL,
                    created_at_ms \(.int64) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_ms)",
            ])
    ]
}
