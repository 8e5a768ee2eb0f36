import Storage

extension CaseworkMigrations {
    /// Pictures that carry a form from a terminal to its person's phone; and her cases in the order of their beginning.
    static let handOvers = Migration(
        id: "0100-hand-overs",
        statements: [
            """
            CREATE TABLE case_hand_overs (
                id \(.text) NOT NULL PRIMARY KEY,
                case_number \(.text) NOT NULL REFERENCES cases (number),
                session_id \(.text) NOT NULL,
                code_hash \(.bytes) NOT NULL UNIQUE,
                made_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                taken_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX case_hand_overs_by_case ON case_hand_overs (case_number, session_id, made_at_ms)",
        ])
}
