import Base
import Storage
import Vault

/// Every statement about the `case_corrections` table.
enum CorrectionStore {
    static func insert(
        _ correction: CaseCorrection, by subject: SubjectKey, in db: any SQLConnection
    ) throws {
        let sealed = try correction.note.map { try subject.sealText($0, at: place(correction.key)) }
        try db.run(
            """
            INSERT INTO case_corrections (case_number, step, questions, answered, reason, note_sealed,
                asked_at_ms, answer_by_ms)
            VALUES (\(correction.key.number), \(correction.key.step),
                \(correction.questions.joined(separator: " ")), '', \(correction.reason), \(sealed),
                \(correction.askedAt), \(correction.answerBy))
            """)
    }

    static func exists(_ key: CaseStep.Key, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows(
            """
            SELECT 1 AS one FROM case_corrections
            WHERE case_number = \(key.number) AND step = \(key.step)
            """
        ).isEmpty
    }

    /// Which steps asked, and when they were answered; nothing of what was asked.
    static func asked(
        of number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> [Acceptance.Word] {
        try db.rows(
            """
            SELECT step, asked_at_ms, answered_at_ms FROM case_corrections WHERE case_number = \(number)
            ORDER BY step LIMIT 100
            """
        ).map { row throws(SQLError) in
            Acceptance.Word(
                step: try row.text("step"), askedAt: try row.instant("asked_at_ms"),
                answeredAt: try row.instantIfPresent("answered_at_ms"))
        }
    }

    /// Those of a case that wait for its person, and those that she has answered.
    static func all(
        of number: CaseNumber, by subject: SubjectKey, in db: any SQLConnection
    ) throws -> [CaseCorrection] {
        try db.rows(
            """
            SELECT step, questions, answered, reason, note_sealed, asked_at_ms, answer_by_ms, answered_at_ms
            FROM case_corrections WHERE case_number = \(number) ORDER BY asked_at_ms, step LIMIT 100
            """
        ).map { row in
            let key = CaseStep.Key(number, try row.text("step"))
            return CaseCorrection(
                key: key, questions: try words(row, "questions"), answered: Set(try words(row, "answered")),
                reason: try row.value("reason"),
                note: try row.bytesIfPresent("note_sealed").map {
                    try subject.openText($0, at: place(key))
                },
                askedAt: try row.instant("asked_at_ms"), answerBy: try row.instant("answer_by_ms"),
                answeredAt: try row.instantIfPresent("answered_at_ms"))
        }
    }

    /// Notes that a question of open corrections was answered again.
    static func answered(_ correction: CaseCorrection, _ question: String, in db: any SQLConnection)
        throws(SQLError)
    {
        let answered = correction.questions.filter { correction.answered.contains($0) || $0 == question }
        try db.run(
            """
            UPDATE case_corrections SET answered = \(answered.joined(separator: " "))
            WHERE case_number = \(correction.key.number) AND step = \(correction.key.step)
            """)
    }

    static func close(_ key: CaseStep.Key, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE case_corrections SET answered_at_ms = \(now)
            WHERE case_number = \(key.number) AND step = \(key.step) AND answered_at_ms IS NULL
            """)
    }

    static func place(_ key: CaseStep.Key) -> FieldPlace {
        FieldPlace("case_corrections", "note_sealed", row: "\(key.number) \(key.step)")
    }

    private static func words(_ row: SQLRow, _ column: String) throws(SQLError) -> [String] {
        try row.text(column).split(separator: " ").map(String.init)
    }
}
