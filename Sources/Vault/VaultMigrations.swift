public import Storage

public enum VaultMigrations {
    public static let all: [Migration] = [subjects]
    /// Ids ascend over the whole house, so what came later is listed apart.
    public static let later: [Migration] = [shreddedIndex]

    static let shreddedIndex = Migration(
        id: "0012-shredded-subjects",
        statements: [
            """
            CREATE INDEX vault_subjects_shredded ON vault_subjects (shredded_at_ms, subject_id)
                WHERE shredded_at_ms IS NOT NULL
            """
        ])

    static let subjects =
        Migration(
            id: "0002-vault",
            statements: [
                """
                CREATE TABLE vault_subjects (
                    subject_id \(.text) NOT NULL PRIMARY KEY,
                    wrapped_key \(.bytes),
                    kek_id \(.text) NOT NULL,
                    created_at_ms \(.int64) NOT NULL,
                    shredded_at_ms \(.int64),
                    CHECK (CASE WHEN wrapped_key IS NULL THEN 1 ELSE 0 END
                        = CASE WHEN shredded_at_ms IS NULL THEN 0 ELSE 1 END)
                ) \(.strict)
                """,
                """
                CREATE INDEX vault_subjects_by_kek ON vault_subjects (kek_id, subject_id)
                    WHERE shredded_at_ms IS NULL
                """,
            ])
}
