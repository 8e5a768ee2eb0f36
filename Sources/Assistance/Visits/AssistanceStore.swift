import Base
import Storage

/// Every statement about the `assistances` table, and there is no other.
enum AssistanceStore {
    static let openMax = 1_000

    static func call(_ help: Assistance, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO assistances (id, terminal_id, volunteer_id, code_hash, code_tries, code_until_ms,
                                     called_at_ms)
            VALUES (\(help.id), \(help.terminal), \(help.volunteer), \(help.codeHash), 0, \(help.codeUntil),
                    \(help.calledAt))
            """)
    }

    /// What goes on at a terminal: a call that waits for its code, or help.
    static func open(at terminal: String, in db: any SQLConnection) throws(SQLError) -> Assistance? {
        try db.rows(
            "SELECT \(raw: columns) FROM assistances WHERE terminal_id = \(terminal) AND ended_at_ms IS NULL"
        ).first.map(read)
    }

    static func open(ofVolunteer id: Token, in db: any SQLConnection) throws(SQLError) -> [Assistance] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM assistances WHERE volunteer_id = \(id) AND ended_at_ms IS NULL
            ORDER BY called_at_ms LIMIT \(openMax)
            """
        ).map(read)
    }

    /// All that was called for before a moment and goes on.
    static func open(calledBefore moment: Instant, in db: any SQLConnection) throws(SQLError) -> [Assistance]
    {
        try db.rows(
            """
            SELECT \(raw: columns) FROM assistances WHERE ended_at_ms IS NULL AND called_at_ms < \(moment)
            ORDER BY called_at_ms LIMIT \(openMax)
            """
        ).map(read)
    }

    static func callsAt(
        _ terminal: String, since: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        Int(
            try db.rows(
                "SELECT count(*) AS n FROM assistances WHERE terminal_id = \(terminal) AND called_at_ms > \(since)"
            ).first?.int("n") ?? 0)
    }

    static func callsFor(
        _ volunteer: Token, since: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        Int(
            try db.rows(
                "SELECT count(*) AS n FROM assistances WHERE volunteer_id = \(volunteer) AND called_at_ms > \(since)"
            ).first?.int("n") ?? 0)
    }

    /// Counts a try and returns how many there are now.
    static func countTry(_ id: Token, in db: any SQLConnection) throws(SQLError) -> Int {
        let rows = try db.rows(
            "UPDATE assistances SET code_tries = code_tries + 1 WHERE id = \(id) RETURNING code_tries AS tries"
        )
        guard let row = rows.first else { throw .unreadable(column: "tries") }
        return Int(try row.int("tries"))
    }

    /// - Returns: False when the code was used by somebody quicker, or the call is over.
    static func begin(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE assistances SET begun_at_ms = \(now)
            WHERE id = \(id) AND begun_at_ms IS NULL AND ended_at_ms IS NULL
            """) == 1
    }

    static func join(_ id: Token, _ session: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE assistances SET session_id = \(session) WHERE id = \(id) AND session_id IS NULL")
    }

    /// - Returns: False when the person has been told already.
    static func tell(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE assistances SET told_at_ms = \(now) WHERE id = \(id) AND told_at_ms IS NULL") == 1
    }

    /// - Returns: False when the help stands in this case's log already, or is over.
    static func name(
        _ id: Token, inCase number: String, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE assistances SET case_number = \(number)
            WHERE id = \(id) AND ended_at_ms IS NULL AND (case_number IS NULL OR case_number <> \(number))
            """) == 1
    }

    static func step(
        _ id: Token, aside: AssistedStep.Own?, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            "UPDATE assistances SET aside = \(aside?.rawValue) WHERE id = \(id) AND ended_at_ms IS NULL")
    }

    /// - Returns: False when it was over already.
    static func end(
        _ id: Token, because reason: Assistance.End, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE assistances SET ended_at_ms = \(now), end_reason = \(reason), aside = NULL
            WHERE id = \(id) AND ended_at_ms IS NULL
            """) == 1
    }

    /// When each volunteer began to help since a moment, in order.
    static func begun(since: Instant, in db: any SQLConnection) throws(SQLError) -> [Token: [Instant]] {
        var begun: [Token: [Instant]] = [:]
        for row in try db.rows(
            """
            SELECT volunteer_id, begun_at_ms FROM assistances
            WHERE volunteer_id IS NOT NULL AND begun_at_ms >= \(since) ORDER BY begun_at_ms LIMIT 100000
            """)
        {
            begun[try row.value("volunteer_id"), default: []].append(try row.instant("begun_at_ms"))
        }
        return begun
    }

    private static let columns: StaticString = """
        id, terminal_id, volunteer_id, code_hash, code_until_ms, called_at_ms, begun_at_ms, session_id, told_at_ms,
        case_number, aside
        """

    private static func read(_ row: SQLRow) throws(SQLError) -> Assistance {
        Assistance(
            id: try row.value("id"), terminal: try row.text("terminal_id"),
            volunteer: try row.textIfPresent("volunteer_id").flatMap(Token.init),
            codeHash: try row.bytes("code_hash"), codeUntil: try row.instant("code_until_ms"),
            calledAt: try row.instant("called_at_ms"), begunAt: try row.instantIfPresent("begun_at_ms"),
            session: try row.textIfPresent("session_id").flatMap(Token.init),
            isTold: try row.instantIfPresent("told_at_ms") != nil,
            caseNumber: try row.textIfPresent("case_number"),
            aside: try row.textIfPresent("aside").flatMap(AssistedStep.Own.init))
    }
}
