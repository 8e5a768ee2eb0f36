public import Storage

public enum AuditMigrations {
    public static let all = [
        Migration(
            id: "0003-audit",
            statements: [
                """
                CREATE TABLE audit_pending (
                    leaf_id \(.text) NOT NULL PRIMARY KEY,
                    at_ms \(.int64) NOT NULL,
                    leaf_bytes \(.bytes) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX audit_pending_by_age ON audit_pending (at_ms, leaf_id)",
                """
                CREATE TABLE audit_leaves (
                    idx \(.int64) NOT NULL PRIMARY KEY,
                    leaf_id \(.text) NOT NULL UNIQUE,
                    leaf_bytes \(.bytes) NOT NULL,
                    leaf_hash \(.bytes) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE audit_tiles (
                    level \(.int64) NOT NULL,
                    idx \(.int64) NOT NULL,
                    tile_bytes \(.bytes) NOT NULL,
                    PRIMARY KEY (level, idx)
                ) \(.strict)
                """,
                """
                CREATE TABLE audit_checkpoints (
                    size \(.int64) NOT NULL PRIMARY KEY,
                    seq \(.int64) NOT NULL UNIQUE,
                    root \(.bytes) NOT NULL,
                    note_text \(.text) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE audit_leases (
                    name \(.text) NOT NULL PRIMARY KEY,
                    holder \(.text) NOT NULL,
                    until_ms \(.int64) NOT NULL
                ) \(.strict)
                """,
            ])
    ]

    /// What came after the first migrations of other rooms, and stands behind them in the list.
    public static let later = [
        Migration(
            id: "0013-audit-subjects",
            statements: [
                """
                CREATE TABLE audit_subjects (
                    idx \(.int64) NOT NULL PRIMARY KEY,
                    subject \(.bytes) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX audit_subjects_by_subject ON audit_subjects (subject, idx)",
            ]),
        // A leaf no longer says whom it is about, so what waits for its place has to.
        Migration(
            id: "0067-leaf-pseudonyms",
            statements: ["ALTER TABLE audit_pending ADD COLUMN subject \(.bytes)"]),
    ]
}
