public import Storage
public import Vault
public import Base
import Catalogue
import Exchange

/// Every statement about the `cases`, `case_numbers` and `case_events` tables, and there is no other.
public enum CaseStore {
    static func allot(_ prefix: String, in db: any SQLConnection) throws(SQLError) -> CaseNumber {
        CaseNumber(prefix: prefix, sequence: try allot(1, of: prefix, in: db))
    }

    /// Takes as many numbers as asked for out of the day's row; the last of them is returned.
    static func allot(_ count: Int64, of prefix: String, in db: any SQLConnection) throws(SQLError) -> Int64 {
        let last = try add(count, to: prefix, in: db)
        // The service's first of the day: where the database was restored they may have been given before.
        guard last == count, let lost = try lost(String(prefix.suffix(8)), in: db) else { return last }
        return try add(lost, to: prefix, in: db)
    }

    private static func add(
        _ count: Int64, to prefix: String, in db: any SQLConnection
    ) throws(SQLError) -> Int64 {
        let rows = try db.rows(
            """
            INSERT INTO case_numbers (prefix, last) VALUES (\(prefix), \(count))
            ON CONFLICT (prefix) DO UPDATE SET last = case_numbers.last + excluded.last
            RETURNING last
            """)
        guard let row = rows.first else { throw .unreadable(column: "last") }
        return try row.int("last")
    }

    /// A day of its own is the prefix of no service: under it stands what was passed over.
    private static func lost(_ day: String, in db: any SQLConnection) throws(SQLError) -> Int64? {
        try db.rows("SELECT last FROM case_numbers WHERE prefix = \(day)").first?.int("last")
    }

    /// Passes over what a restored database may not know: for services that have a row today, and for all others.
    static func passOver(_ lost: LostNumbers, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO case_numbers (prefix, last) VALUES (\(lost.day), \(lost.last))
            ON CONFLICT (prefix) DO UPDATE SET last = excluded.last WHERE case_numbers.last < excluded.last
            """)
        try db.run(
            """
            UPDATE case_numbers SET last = \(lost.last)
            WHERE substr(prefix, 32) = \(lost.day) AND last < \(lost.last)
            """)
    }

    /// A whole application at once: the case as it was submitted, and both its events.
    static func lodge(_ file: CaseFile, answers: [UInt8], in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO cases (number, service, service_version, citizen_id, terminal_id, language, state,
                               answers_sealed, opened_at_ms, submitted_at_ms, actor_id, acting_id)
            VALUES (\(file.number), \(file.service), \(file.serviceVersion), \(file.citizen), \(file.terminalID),
                    \(file.language), \(file.state), \(answers), \(file.openedAt), \(file.submittedAt),
                    \(file.actor), \(file.acting))
            """)
        try db.run(
            """
            INSERT INTO case_events (case_number, seq, event, terminal_id, detail, at_ms)
            VALUES (\(file.number), 1, \(CaseEvent.opened), \(file.terminalID), NULL, \(file.openedAt)),
                   (\(file.number), 2, \(CaseEvent.submitted), \(file.terminalID), NULL, \(file.openedAt))
            """)
    }

    static func insert(_ file: CaseFile, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO cases (number, service, service_version, citizen_id, terminal_id, language, state,
                               opened_at_ms, actor_id, acting_id, event_number)
            VALUES (\(file.number), \(file.service), \(file.serviceVersion), \(file.citizen), \(file.terminalID),
                    \(file.language), \(file.state), \(file.openedAt), \(file.actor), \(file.acting),
                    \(file.event))
            """)
    }

    public static func find(
        _ number: CaseNumber, vault: Vault, in db: any SQLConnection
    ) throws -> CaseFile? {
        try db.rows("SELECT \(raw: columns) FROM cases WHERE number = \(number)").first
            .map { try read($0, vault: vault, in: db) }
    }

    /// The person's latest case of a service.
    static func latest(
        of citizen: Token, by actor: Token?, service: ServiceID, vault: Vault, in db: any SQLConnection
    ) throws -> CaseFile? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM cases WHERE citizen_id = \(citizen) AND service = \(service)
                AND coalesce(actor_id, '') = \(actor?.rawValue ?? "")
            ORDER BY opened_at_ms DESC, number DESC LIMIT 1
            """
        ).first.map { try read($0, vault: vault, in: db) }
    }

    /// Those of a person's that are being decided, whatever she has begun since, the latest first.
    static func beingDecided(
        of citizen: Token, by actor: Token?, service: ServiceID, vault: Vault, in db: any SQLConnection
    ) throws -> [CaseFile] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM cases WHERE citizen_id = \(citizen) AND service = \(service)
                AND coalesce(actor_id, '') = \(actor?.rawValue ?? "") AND state = \(CaseState.deciding)
            ORDER BY opened_at_ms DESC, number DESC LIMIT 50
            """
        ).map { try read($0, vault: vault, in: db) }
    }

    /// Whether its person has got the same from the service again since.
    static func hasNewerResult(than file: CaseFile, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows(
            """
            SELECT 1 AS one FROM cases
            WHERE citizen_id = \(file.citizen) AND service = \(file.service) AND opened_at_ms > \(file.openedAt)
                AND state IN ('issued', 'delivered')
            LIMIT 1
            """
        ).isEmpty
    }

    static func keepRecord(
        _ sealed: [UInt8], for number: CaseNumber, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            "UPDATE cases SET record_sealed = \(sealed), record_read_at_ms = \(now) WHERE number = \(number)")
    }

    static func keepAnswers(
        _ sealed: [UInt8], for number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("UPDATE cases SET answers_sealed = \(sealed) WHERE number = \(number)")
    }

    static func speak(_ language: Language, of number: CaseNumber, in db: any SQLConnection) throws(SQLError)
    {
        try db.run("UPDATE cases SET language = \(language) WHERE number = \(number)")
    }

    /// The actor comes back in another visit, and goes on by the same right; for an event in life, where she is there for one.
    static func goOn(
        _ number: CaseNumber, in acting: Token, for event: CaseNumber? = nil, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("UPDATE cases SET acting_id = \(acting) WHERE number = \(number) AND actor_id IS NOT NULL")
        guard let event else { return }
        try db.run(
            "UPDATE cases SET event_number = \(event) WHERE number = \(number) AND actor_id IS NOT NULL")
    }

    /// The child for whom a parent has begun something in an event of hers last; nil before the first.
    static func child(of event: CaseNumber, by actor: Token, in db: any SQLConnection) throws(SQLError)
        -> Token?
    {
        try db.rows(
            """
            SELECT citizen_id FROM cases
            WHERE event_number = \(event) AND actor_id = \(actor) AND state <> 'withdrawn'
            ORDER BY opened_at_ms DESC, number DESC LIMIT 1
            """
        ).first.map { row throws(SQLError) in try row.value("citizen_id") }
    }

    /// Moves a case by an event and writes the event down.
    ///
    /// - Throws: ``CaseState/refusal`` when the event has no place in the case's state.
    @discardableResult
    static func advance(
        _ number: CaseNumber, by event: CaseEvent, terminal: String?, detail: String? = nil,
        _ trace: EventTrace? = nil, at now: Instant, in db: any SQLConnection
    ) throws -> CaseState {
        let rows = try db.rows("SELECT state FROM cases WHERE number = \(number)")
        guard let row = rows.first else { throw CaseRefused.unknownCase }
        return try advance(
            number, from: row.value("state"), by: event, terminal: terminal, detail: detail, trace, at: now,
            in: db)
    }

    /// As ``advance(_:by:terminal:detail:_:at:in:)``, from the state that this transaction has read already.
    @discardableResult
    static func advance(
        _ number: CaseNumber, from state: CaseState, by event: CaseEvent, terminal: String?,
        detail: String? = nil, _ trace: EventTrace? = nil, at now: Instant, in db: any SQLConnection
    ) throws -> CaseState {
        guard let next = state.after(event) else { throw state.refusal }
        if next != state { try move(number, to: next, at: now, in: db) }
        try append(event, to: number, terminal: terminal, detail: detail, trace, at: now, in: db)
        return next
    }

    static func append(
        _ event: CaseEvent, to number: CaseNumber, terminal: String?, detail: String?,
        _ trace: EventTrace? = nil, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO case_events (case_number, seq, event, terminal_id, detail, step, account_id, took_ms, at_ms)
            VALUES (\(number), (SELECT coalesce(max(seq), 0) + 1 FROM case_events WHERE case_number = \(number)),
                \(event), \(terminal), \(detail), \(trace?.step), \(trace?.account),
                \(trace?.took?.wholeMilliseconds), \(now))
            """)
    }

    /// What the department said of the case's result.
    static func resultReceipt(
        of number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> (CaseEvent, String)? {
        try db.rows(
            """
            SELECT event, detail FROM case_events WHERE case_number = \(number)
                AND event IN (\(CaseEvent.resultRecorded), \(CaseEvent.resultRefused))
            ORDER BY seq LIMIT 1
            """
        ).first.map { row throws(SQLError) in
            (try row.value("event"), try row.textIfPresent("detail") ?? "")
        }
    }

    /// What the department said when the case's result was taken back.
    static func withdrawalReceipt(
        of number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> (CaseEvent, String)? {
        try db.rows(
            """
            SELECT event, detail FROM case_events WHERE case_number = \(number)
                AND event IN (\(CaseEvent.resultWithdrawn), \(CaseEvent.resultNotWithdrawn))
            ORDER BY seq LIMIT 1
            """
        ).first.map { row throws(SQLError) in
            (try row.value("event"), try row.textIfPresent("detail") ?? "")
        }
    }

    /// Cases whose papers are revoked and whose departments still stand by what they were told; those after one.
    static func toldAndRevoked(
        after last: CaseNumber?, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [CaseNumber] {
        try db.rows(
            """
            SELECT revoked.case_number FROM case_events AS revoked
            WHERE revoked.event = 'paper-revoked' AND revoked.case_number > \(last?.rawValue ?? "")
                AND EXISTS (SELECT 1 FROM case_events AS told WHERE told.case_number = revoked.case_number
                    AND told.event = \(CaseEvent.resultRecorded))
                AND NOT EXISTS (SELECT 1 FROM case_events AS back WHERE back.case_number = revoked.case_number
                    AND back.event IN (\(CaseEvent.resultWithdrawn), \(CaseEvent.resultNotWithdrawn)))
            ORDER BY revoked.case_number LIMIT \(limit)
            """
        ).map { row throws(SQLError) in try row.value("case_number") }
    }

    /// When the paper of a case was issued; nil before.
    static func issuedAt(_ number: CaseNumber, in db: any SQLConnection) throws(SQLError) -> Instant? {
        try db.rows("SELECT issued_at_ms FROM cases WHERE number = \(number)").first?
            .instantIfPresent("issued_at_ms")
    }

    public static func events(
        of number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> [CaseEvent] {
        try db.rows(
            "SELECT event FROM case_events WHERE case_number = \(number) ORDER BY seq LIMIT 1000"
        ).map { row throws(SQLError) in try row.value("event") }
    }

    /// A case on which somebody still has work, and where it was opened.
    public struct Unfinished: Hashable, Sendable {
        public let number: CaseNumber
        public let terminal: String
        let openedAt: Instant
    }

    /// Cases on which somebody still has work, opened within a time, the oldest first; for lists of the desk.
    public static func unfinished(
        openedIn moments: Range<Instant>, after last: Unfinished? = nil, service: String?,
        department: String?,
        limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [Unfinished] {
        let from = last?.openedAt ?? moments.lowerBound
        return try db.rows(
            """
            SELECT number, terminal_id, opened_at_ms FROM cases
            WHERE state IN ('open', 'submitted', 'deciding', 'correcting', 'approved', 'issued')
                AND opened_at_ms >= \(from) AND opened_at_ms < \(moments.upperBound)
                AND (opened_at_ms > \(from) OR number > \(last?.number.rawValue ?? ""))
                AND service LIKE \(department.map { "\($0)/%" } ?? "%")
                AND service LIKE \(service ?? "%")
            ORDER BY opened_at_ms, number LIMIT \(limit)
            """
        ).map { row throws(SQLError) in
            Unfinished(
                number: try row.value("number"), terminal: try row.text("terminal_id"),
                openedAt: try row.instant("opened_at_ms"))
        }
    }

    /// The services opened by most persons at a terminal, the most used first; who acts for others is one.
    static func mostUsed(
        at terminal: String, in times: Range<Instant>, by least: Int, in db: any SQLConnection
    ) throws(SQLError) -> [ServiceID] {
        try db.rows(
            """
            SELECT service, count(DISTINCT coalesce(actor_id, citizen_id)) AS n FROM cases
            WHERE terminal_id = \(terminal) AND opened_at_ms >= \(times.lowerBound)
                AND opened_at_ms < \(times.upperBound)
            GROUP BY service HAVING count(DISTINCT coalesce(actor_id, citizen_id)) >= \(Int64(least))
            ORDER BY n DESC, service LIMIT 12
            """
        ).map { row throws(SQLError) in try row.value("service") }
    }

    /// How many cases stand in each state, for the desk: numbers only.
    public static func counts(in db: any SQLConnection) throws(SQLError) -> [CaseState: Int] {
        let rows = try db.rows(countStatement)
        var counts: [CaseState: Int] = [:]
        for row in rows { counts[try row.value("state")] = Int(try row.int("n")) }
        return counts
    }

    static let countStatement: SQLStatement =
        "SELECT state, count(*) AS n FROM cases GROUP BY state LIMIT 100"

    /// She has read why her case was refused.
    static func keepReading(_ number: CaseNumber, at now: Instant, in db: any SQLConnection) throws(SQLError)
    {
        try db.run("UPDATE cases SET read_at_ms = \(now) WHERE number = \(number) AND read_at_ms IS NULL")
    }

    private static func move(
        _ number: CaseNumber, to state: CaseState, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        if state == .withdrawn { try AppointmentStore.release(number, at: now, in: db) }
        switch state {
        case .submitted:
            try db.run("UPDATE cases SET state = \(state), submitted_at_ms = \(now) WHERE number = \(number)")
        case .issued:
            try db.run("UPDATE cases SET state = \(state), issued_at_ms = \(now) WHERE number = \(number)")
        case .approved, .refused:
            try db.run("UPDATE cases SET state = \(state), decided_at_ms = \(now) WHERE number = \(number)")
        default:
            try db.run("UPDATE cases SET state = \(state) WHERE number = \(number)")
        }
    }

    static let columns: StaticString = """
        number, service, service_version, citizen_id, terminal_id, language, state, answers_sealed, record_sealed,
        opened_at_ms, submitted_at_ms, decided_at_ms, issued_at_ms, read_at_ms, actor_id, acting_id, record_read_at_ms,
        event_number
        """

    static func read(_ row: SQLRow, vault: Vault, in db: any SQLConnection) throws -> CaseFile {
        let number: CaseNumber = try row.value("number")
        let citizen: Token = try row.value("citizen_id")
        let key = try vault.subject(citizen, in: db)
        return CaseFile(
            number: number, service: try row.value("service"),
            serviceVersion: Int(try row.int("service_version")),
            citizen: citizen, actor: try row.textIfPresent("actor_id").flatMap(Token.init),
            acting: try row.textIfPresent("acting_id").flatMap(Token.init),
            event: try row.textIfPresent("event_number").flatMap(CaseNumber.init),
            terminalID: try row.text("terminal_id"), language: try row.value("language"),
            state: try row.value("state"),
            answers: try SealedCase.answers(row.bytesIfPresent("answers_sealed"), of: number, key: key),
            record: try SealedCase.record(row.bytesIfPresent("record_sealed"), of: number, key: key),
            openedAt: try row.instant("opened_at_ms"),
            submittedAt: try row.instantIfPresent("submitted_at_ms"),
            issuedAt: try row.instantIfPresent("issued_at_ms"),
            decidedAt: try row.instantIfPresent("decided_at_ms"),
            readAt: try row.instantIfPresent("read_at_ms"),
            recordReadAt: try row.instantIfPresent("record_read_at_ms"))
    }
}
