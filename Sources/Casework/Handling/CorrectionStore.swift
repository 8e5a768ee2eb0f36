import Base
import Catalogue
import Storage
import Vault

/// Every statement about the `case_corrections` table.
enum CorrectionStore {
    static func insert(
        _ correction: CaseCorrection, by subject: SubjectKey, in db: any SQLConnection
    ) throws {
        let place = place(correction.key, correction.round)
        let sealed = try correction.note.map { try subject.sealText($0, at: place) }
        try db.run(
            """
            INSERT INTO case_corrections (case_number, step, round, questions, answered, reason, reason_words,
                note_sealed, asked_at_ms, answer_by_ms)
            VALUES (\(correction.key.number), \(correction.key.step), \(correction.round),
                \(correction.questions.joined(separator: " ")), '', \(correction.reason.id),
                \(correction.reason.words.kept), \(sealed), \(correction.askedAt), \(correction.answerBy))
            """)
    }

    /// Which steps asked, and when they were answered, the first time of each before others; nothing of what was asked.
    static func asked(
        of number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> [Acceptance.Word] {
        try db.rows(
            """
            SELECT step, asked_at_ms, answered_at_ms FROM case_corrections WHERE case_number = \(number)
            ORDER BY step, round LIMIT 100
            """
        ).map { row throws(SQLError) in
            Acceptance.Word(
                step: try row.text("step"), askedAt: try row.instant("asked_at_ms"),
                answeredAt: try row.instantIfPresent("answered_at_ms"))
        }
    }

    /// Since when the person is asked for what she has not answered; nil where nothing waits for her.
    static func openSince(_ number: CaseNumber, in db: any SQLConnection) throws(SQLError) -> Instant? {
        try asked(of: number, in: db).filter(\.isOpen).compactMap(\.askedAt).min()
    }

    /// By when the person is to answer the steps that wait for her; nothing of what was asked.
    static func answerBy(
        of number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> [String: Instant] {
        var answerBy: [String: Instant] = [:]
        for row in try db.rows(
            """
            SELECT step, answer_by_ms FROM case_corrections
            WHERE case_number = \(number) AND answered_at_ms IS NULL ORDER BY step LIMIT 100
            """)
        {
            answerBy[try row.text("step")] = try row.instant("answer_by_ms")
        }
        return answerBy
    }

    /// Those of a case that wait for its person, and those that she has answered.
    static func all(
        of number: CaseNumber, by subject: SubjectKey, in db: any SQLConnection
    ) throws -> [CaseCorrection] {
        try db.rows(
            """
            SELECT step, round, questions, answered, reason, reason_words, note_sealed, asked_at_ms,
                answer_by_ms, answered_at_ms
            FROM case_corrections WHERE case_number = \(number) ORDER BY asked_at_ms, step, round LIMIT 100
            """
        ).map { row in
            let key = CaseStep.Key(number, try row.text("step"))
            guard let reason = try GivenReason(row) else { throw SQLError.unreadable(column: "reason") }
            let round = Int(try row.int("round"))
            return CaseCorrection(
                key: key, round: round, questions: try words(row, "questions"),
                answered: Set(try words(row, "answered")), reason: reason,
                note: try row.bytesIfPresent("note_sealed").map {
                    try subject.openText($0, at: place(key, round))
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
                AND round = \(correction.round)
            """)
    }

    /// Gives the person longer for what a step asks of her.
    static func postpone(_ key: CaseStep.Key, until moment: Instant, in db: any SQLConnection)
        throws(SQLError)
    {
        try db.run(
            """
            UPDATE case_corrections SET answer_by_ms = \(moment)
            WHERE case_number = \(key.number) AND step = \(key.step) AND answered_at_ms IS NULL
            """)
    }

    static func close(_ key: CaseStep.Key, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE case_corrections SET answered_at_ms = \(now)
            WHERE case_number = \(key.number) AND step = \(key.step) AND answered_at_ms IS NULL
            """)
    }

    /// The first of a step is named by its key alone, as it was when there was no other.
    static func place(_ key: CaseStep.Key, _ round: Int) -> FieldPlace {
        FieldPlace(
            "case_corrections", "note_sealed",
            row: "\(key.number) \(key.step)" + (round == 1 ? "" : " \(round)"))
    }

    private static func words(_ row: SQLRow, _ column: String) throws(SQLError) -> [String] {
        try row.text(column).split(separator: " ").map(String.init)
    }
}
