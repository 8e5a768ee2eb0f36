public import Base
public import Storage
import Uploads

/// How applications are forgotten: those that came to an end, and sooner those that were never submitted.
public enum CaseRetentionStore {
    /// What the log calls those that had been handed in.
    static let forgottenWord = "cases"

    public static let forgetters = [unfinished, cases] + HandOverStore.forgetters

    /// Whether an application of the person is kept.
    public static func holds(_ citizen: Token, in db: any SQLConnection) throws -> Bool {
        try !db.rows("SELECT 1 AS one FROM cases WHERE citizen_id = \(citizen) LIMIT 1").isEmpty
    }

    /// The youngest moment from which the days of a submitted application of hers count; nil when there is none.
    public static func youngest(of citizen: Token, in db: any SQLConnection) throws(SQLError) -> Instant? {
        try db.rows(
            """
            SELECT max(coalesce(issued_at_ms, decided_at_ms, submitted_at_ms, opened_at_ms)) AS youngest FROM cases
            WHERE citizen_id = \(citizen) AND state <> \(CaseState.open)
            """
        ).first?.instantIfPresent("youngest")
    }

    /// Forgets the forms that she never submitted; with a moment, those that were begun by then.
    public static func forgetUnfinished(
        of citizen: Token, begunBy moment: Instant = Instant(milliseconds: .max), in db: any SQLConnection
    ) throws(SQLError) {
        let rows = try db.rows(
            """
            SELECT number FROM cases WHERE citizen_id = \(citizen) AND state = \(CaseState.open)
                AND opened_at_ms <= \(moment)
            ORDER BY number LIMIT 10000
            """)
        for row in rows { _ = try remove(row.text("number"), in: db) }
    }

    private static let unfinished = Forgetter(
        .unfinished,
        due: { before, after, limit, db in
            try db.rows(
                """
                SELECT number AS key FROM cases
                WHERE number > \(after) AND (state = \(CaseState.open) OR (state = \(CaseState.withdrawn)
                    AND submitted_at_ms IS NULL)) AND opened_at_ms < \(before)
                ORDER BY number LIMIT \(limit)
                """
            ).map { try $0.text("key") }
        },
        forget: { number, before, db in
            let rows = try db.rows(
                """
                SELECT 1 AS one FROM cases
                WHERE number = \(number) AND (state = \(CaseState.open) OR (state = \(CaseState.withdrawn)
                    AND submitted_at_ms IS NULL)) AND opened_at_ms < \(before)
                """)
            return try !rows.isEmpty && remove(number, in: db)
        })

    /// Counted from the issue of the paper, or from a refusal; what was withdrawn has none and counts from its opening.
    private static let cases = Forgetter(
        .cases, of: forgottenWord,
        due: { before, after, limit, db in
            try db.rows(
                """
                SELECT number AS key FROM cases
                WHERE number > \(after) AND state IN ('issued', 'delivered', 'refused', 'withdrawn')
                    AND coalesce(issued_at_ms, decided_at_ms, opened_at_ms) < \(before)
                ORDER BY number LIMIT \(limit)
                """
            ).map { try $0.text("key") }
        },
        forget: { number, before, db in
            let rows = try db.rows(
                """
                SELECT 1 AS one FROM cases
                WHERE number = \(number) AND state IN ('issued', 'delivered', 'refused', 'withdrawn')
                    AND coalesce(issued_at_ms, decided_at_ms, opened_at_ms) < \(before)
                """)
            return try !rows.isEmpty && remove(number, in: db)
        })

    private static func remove(_ number: String, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run("DELETE FROM overdue_steps WHERE case_number = \(number)")
        try db.run("DELETE FROM case_corrections WHERE case_number = \(number)")
        try CaseTermStore.remove(number, in: db)
        try db.run("DELETE FROM case_steps WHERE case_number = \(number)")
        try AppointmentStore.forget(number, in: db)
        try HandOverStore.forget(number, in: db)
        try UploadStore.forget(number, in: db)
        try db.run("DELETE FROM case_events WHERE case_number = \(number)")
        return try db.run("DELETE FROM cases WHERE number = \(number)") == 1
    }
}
