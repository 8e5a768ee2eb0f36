import Storage

extension CaseworkMigrations {
    /// A step asks for corrections once, and again for files that turned out to be infected afterwards.
    static let askedAgain = Migration(
        id: "0161-corrections-again",
        statements: [
            """
            CREATE TABLE case_corrections_anew (
                case_number \(.text) NOT NULL REFERENCES cases (number),
                step \(.text) NOT NULL,
                round \(.int64) NOT NULL CHECK (round > 0),
                questions \(.text) NOT NULL,
                answered \(.text) NOT NULL,
                reason \(.text) NOT NULL,
                reason_words \(.text) NOT NULL,
                note_sealed \(.bytes),
                asked_at_ms \(.int64) NOT NULL,
                answer_by_ms \(.int64) NOT NULL,
                answered_at_ms \(.int64),
                PRIMARY KEY (case_number, step, round)
            ) \(.strict)
            """,
            """
            INSERT INTO case_corrections_anew (case_number, step, round, questions, answered, reason, reason_words,
                note_sealed, asked_at_ms, answer_by_ms, answered_at_ms)
            SELECT case_number, step, 1, questions, answered, reason, reason_words, note_sealed, asked_at_ms,
                answer_by_ms, answered_at_ms
            FROM case_corrections
            """,
            "DROP TABLE case_corrections",
            "ALTER TABLE case_corrections_anew RENAME TO case_corrections",
        ])
}
