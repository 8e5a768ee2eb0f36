import Base
import Catalogue
import Storage
import Vault

/// Every statement about the `privacy_requests`, `privacy_request_events` and `privacy_request_numbers` tables.
enum PrivacyRequestStore {
    static let listMax: Int64 = 50

    static func allot(_ day: String, in db: any SQLConnection) throws(SQLError) -> RequestNumber {
        let rows = try db.rows(
            """
            INSERT INTO privacy_request_numbers (day, last) VALUES (\(day), 1)
            ON CONFLICT (day) DO UPDATE SET last = privacy_request_numbers.last + 1
            RETURNING last
            """)
        guard let row = rows.first else { throw .unreadable(column: "last") }
        return RequestNumber(day: day, sequence: try row.int("last"))
    }

    /// Passes over what a restored database may not know.
    static func passOver(_ lost: LostNumbers, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO privacy_request_numbers (day, last) VALUES (\(lost.day), \(lost.last))
            ON CONFLICT (day) DO UPDATE SET last = excluded.last
            WHERE privacy_request_numbers.last < excluded.last
            """)
    }

    static func insert(
        _ request: PrivacyRequest, text: [UInt8]?, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO privacy_requests (number, citizen_id, kind, topic, about_index, state, language, text_sealed,
                                          made_at_ms, due_at_ms, remind_at_ms)
            VALUES (\(request.number), \(request.citizen), \(request.right.rawValue), \(request.topic),
                    \(request.aboutIndex), \(request.state), \(request.language), \(text), \(request.madeAt),
                    \(request.dueAt), \(request.remindAt))
            """)
        try add(.made, to: request.number, by: nil, at: request.madeAt, in: db)
    }

    static func find(_ number: RequestNumber, in db: any SQLConnection) throws(SQLError) -> PrivacyRequest? {
        try db.rows("SELECT \(raw: columns) FROM privacy_requests WHERE number = \(number)").first.map(read)
    }

    /// The person's own, the youngest first.
    static func all(of citizen: Token, in db: any SQLConnection) throws(SQLError) -> [PrivacyRequest] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM privacy_requests WHERE citizen_id = \(citizen)
            ORDER BY made_at_ms DESC, number DESC LIMIT \(listMax)
            """
        ).map(read)
    }

    static func count(
        of citizen: Token, since moment: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int64 {
        try db.rows(
            """
            SELECT count(*) AS n FROM privacy_requests
            WHERE citizen_id = \(citizen) AND made_at_ms > \(moment)
            """
        ).first?.int("n") ?? 0
    }

    /// What officials owe an answer, what is due first in front; those that wait for the law's day come behind.
    static func open(limit: Int64, in db: any SQLConnection) throws(SQLError) -> [PrivacyRequest] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM privacy_requests WHERE state IN ('received', 'taken', 'appealed')
            ORDER BY due_at_ms, number LIMIT \(limit)
            """
        ).map(read)
    }

    /// Those whose officials are to be reminded and have not been.
    static func toRemind(
        at now: Instant, limit: Int64, in db: any SQLConnection
    ) throws(SQLError) -> [RequestNumber] {
        try db.rows(
            """
            SELECT number FROM privacy_requests
            WHERE state IN ('received', 'taken', 'appealed') AND remind_at_ms <= \(now) AND reminded_at_ms IS NULL
            ORDER BY remind_at_ms LIMIT \(limit)
            """
        ).map { row throws(SQLError) in try row.value("number") }
    }

    /// What the house does by itself and has not done yet, deletions and closings, in order of their numbers.
    static func ownWork(
        after number: String, limit: Int64, in db: any SQLConnection
    ) throws(SQLError) -> [PrivacyRequest] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM privacy_requests
            WHERE kind IN (\(PersonRight.deletion.rawValue), \(PersonRight.closing.rawValue))
                AND state IN ('received', 'taken', 'granted', 'deferred') AND number > \(number)
            ORDER BY number LIMIT \(limit)
            """
        ).map(read)
    }

    /// Takes a request from one state to the next and notes the step.
    ///
    /// - Returns: False when it stood elsewhere meanwhile.
    static func advance(
        _ number: RequestNumber, from state: RequestState, to next: RequestState, by event: RequestEvent,
        official: String?, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        let endedAt = next.isPending ? nil : now
        guard
            try db.run(
                """
                UPDATE privacy_requests SET state = \(next), ended_at_ms = \(endedAt)
                WHERE number = \(number) AND state = \(state)
                """) == 1
        else { return false }
        try add(event, to: number, by: official, at: now, in: db)
        return true
    }

    static func keepAnswer(
        _ sealed: [UInt8]?, reason: PrivacyRequest.Reason?, of number: RequestNumber, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            "UPDATE privacy_requests SET answer_sealed = \(sealed), reason = \(reason) WHERE number = \(number)"
        )
    }

    static func reminded(
        _ number: RequestNumber, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("UPDATE privacy_requests SET reminded_at_ms = \(now) WHERE number = \(number)")
        try add(.reminded, to: number, by: nil, at: now, in: db)
    }

    /// Starts the clock anew, for a second look.
    static func restartClock(
        of number: RequestNumber, due: Instant, remind: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE privacy_requests SET due_at_ms = \(due), remind_at_ms = \(remind), reminded_at_ms = NULL
            WHERE number = \(number)
            """)
    }

    static func sealedTexts(
        of number: RequestNumber, in db: any SQLConnection
    ) throws(SQLError) -> (text: [UInt8]?, answer: [UInt8]?) {
        let row = try db.rows(
            "SELECT text_sealed, answer_sealed FROM privacy_requests WHERE number = \(number)"
        ).first
        return (try row?.bytesIfPresent("text_sealed"), try row?.bytesIfPresent("answer_sealed"))
    }

    static func steps(of number: RequestNumber, in db: any SQLConnection) throws(SQLError) -> [RequestStep] {
        try db.rows(
            """
            SELECT event, official, at_ms FROM privacy_request_events WHERE request_number = \(number)
            ORDER BY seq LIMIT \(listMax)
            """
        ).map { row throws(SQLError) in
            RequestStep(
                event: try row.value("event"), at: try row.instant("at_ms"),
                official: try row.textIfPresent("official"))
        }
    }

    /// How many are open, and how many of them are late.
    static func counts(at now: Instant, in db: any SQLConnection) throws(SQLError) -> (
        open: Int64, late: Int64
    ) {
        let row = try db.rows(
            """
            SELECT count(*) AS n, coalesce(sum(CASE WHEN due_at_ms < \(now) THEN 1 ELSE 0 END), 0) AS late
            FROM privacy_requests WHERE state IN ('received', 'taken', 'appealed')
            """
        ).first
        return (try row?.int("n") ?? 0, try row?.int("late") ?? 0)
    }

    private static func add(
        _ event: RequestEvent, to number: RequestNumber, by official: String?, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO privacy_request_events (request_number, seq, event, official, at_ms)
            VALUES (\(number), (SELECT coalesce(max(seq), 0) + 1 FROM privacy_request_events
                                WHERE request_number = \(number)), \(event), \(official), \(now))
            """)
    }

    private static let columns: StaticString = """
        number, citizen_id, kind, topic, about_index, state, language, made_at_ms, due_at_ms, remind_at_ms,
        ended_at_ms, reason
        """

    private static func read(_ row: SQLRow) throws(SQLError) -> PrivacyRequest {
        PrivacyRequest(
            number: try row.value("number"), citizen: try row.value("citizen_id"),
            right: try row.value("kind"), topic: try row.value("topic"),
            aboutIndex: try row.intIfPresent("about_index"), state: try row.value("state"),
            language: try row.value("language"), madeAt: try row.instant("made_at_ms"),
            dueAt: try row.instant("due_at_ms"), remindAt: try row.instant("remind_at_ms"),
            endedAt: try row.instantIfPresent("ended_at_ms"),
            reason: try row.textIfPresent("reason").flatMap(PrivacyRequest.Reason.init))
    }
}
