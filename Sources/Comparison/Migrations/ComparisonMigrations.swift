public import Storage

public enum ComparisonMigrations {
    public static let all = [portal]

    static let portal = Migration(
        id: "0080-portal-comparison",
        statements: [
            """
            CREATE TABLE portal_items (
                code \(.text) NOT NULL PRIMARY KEY,
                item_json \(.text) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE portal_imports (
                seq \(.int64) NOT NULL PRIMARY KEY,
                source \(.text) NOT NULL,
                items \(.int64) NOT NULL,
                account_id \(.text) NOT NULL,
                made_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE match_decisions (
                seq \(.int64) NOT NULL PRIMARY KEY,
                there_code \(.text) NOT NULL,
                here_service \(.text) NOT NULL,
                verdict \(.text) NOT NULL CHECK (verdict IN ('merge', 'route', 'keep', 'fill')),
                reason \(.text) NOT NULL,
                account_id \(.text) NOT NULL,
                there_prints \(.text),
                here_prints \(.text),
                made_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX match_decisions_by_pair ON match_decisions (there_code, here_service, seq)",
        ])
}
