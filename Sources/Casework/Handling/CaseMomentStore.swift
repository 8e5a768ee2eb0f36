public import Base
public import Storage

/// One row of a case's history: what happened, when, where, by whom, and how long it took.
public struct CaseMoment: Hashable, Sendable {
    public let event: CaseEvent
    /// At which terminal; nil for acts of an office and of the house itself.
    public let terminal: String?
    public let detail: String?
    public let step: String?
    public let account: String?
    public let took: Duration?
    public let at: Instant

    /// The detail of a case that ended because nothing was corrected in time.
    static let lapsed = "lapsed"

    /// Whether the case ended because nothing was corrected in time, and not because its person withdrew it.
    public var isLapse: Bool { event == .withdrawn && detail == Self.lapsed }
}

extension CaseStore {
    /// At which steps it was said that nothing is missing, and when.
    ///
    /// The event is written out: SQLite holds a bound one against the condition of `case_events_revoked`, and compiles the
    /// statement anew each time it runs.
    static func accepted(
        _ number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> [(step: String, at: Instant)] {
        try db.rows(
            """
            SELECT step, at_ms FROM case_events WHERE case_number = \(number) AND event = 'accepted'
            ORDER BY seq LIMIT 100
            """
        ).map { row throws(SQLError) in (try row.text("step"), try row.instant("at_ms")) }
    }

    /// When what had been handed in was withdrawn, and whether by lapse; nil for what stands, or was never handed in.
    static func withdrawal(
        of heading: CaseHeading, in db: any SQLConnection
    ) throws(SQLError) -> CaseMoment? {
        guard heading.state == .withdrawn, heading.submittedAt != nil else { return nil }
        return try history(of: heading.number, in: db).last { $0.event == .withdrawn }
    }

    /// In the order in which it happened; of a form that was answered without end the latest, for what became of it comes last.
    public static func history(
        of number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> [CaseMoment] {
        try db.rows(
            """
            SELECT event, terminal_id, detail, step, account_id, took_ms, at_ms FROM case_events
            WHERE case_number = \(number) ORDER BY seq DESC LIMIT 1000
            """
        ).reversed().map { row throws(SQLError) in
            CaseMoment(
                event: try row.value("event"), terminal: try row.textIfPresent("terminal_id"),
                detail: try row.textIfPresent("detail"),
                step: try row.textIfPresent("step"), account: try row.textIfPresent("account_id"),
                took: try row.intIfPresent("took_ms").map { .milliseconds($0) },
                at: try row.instant("at_ms"))
        }
    }
}
