import Base
import Storage

/// Every statement about the `look_delays` table.
enum LookDelayStore {
    static let listMax = 100

    static func insert(_ delay: LookDelay, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO look_delays (leaf_index, basis, first_approver, second_approver, decided_at_ms, release_at_ms)
            VALUES (\(delay.index), \(delay.basis), \(delay.approvers[0]), \(delay.approvers[1]),
                    \(delay.decidedAt), \(delay.releaseAt))
            """)
    }

    /// The decisions about acts of a range of the log, of each act the one that holds longest.
    static func latest(
        _ range: ClosedRange<Int64>, in db: any SQLConnection
    ) throws(SQLError) -> [Int64: LookDelay] {
        let rows = try db.rows(
            """
            SELECT \(raw: columns) FROM look_delays
            WHERE leaf_index >= \(range.lowerBound) AND leaf_index <= \(range.upperBound)
            ORDER BY \(raw: shownAt) DESC, decided_at_ms DESC LIMIT 10000
            """)
        var latest: [Int64: LookDelay] = [:]
        for row in rows {
            let delay = try read(row)
            latest[delay.index] = latest[delay.index] ?? delay
        }
        return latest
    }

    /// What is kept back now, the next to be shown in front, then what was, the youngest first.
    static func recent(at now: Instant, in db: any SQLConnection) throws(SQLError) -> [LookDelay] {
        let held = try db.rows(
            """
            SELECT \(raw: columns) FROM look_delays WHERE \(raw: shownAt) > \(now)
            ORDER BY release_at_ms, leaf_index LIMIT \(listMax)
            """)
        let past = try db.rows(
            """
            SELECT \(raw: columns) FROM look_delays WHERE \(raw: shownAt) <= \(now)
            ORDER BY decided_at_ms DESC, leaf_index LIMIT \(listMax)
            """)
        return try (held + past).map(read)
    }

    /// Ends every decision that still keeps the act back.
    ///
    /// - Returns: How many there were.
    static func release(
        _ index: Int64, by account: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run(
            """
            UPDATE look_delays SET released_by = \(account), released_at_ms = \(now)
            WHERE leaf_index = \(index) AND release_at_ms > \(now) AND released_at_ms IS NULL
            """)
    }

    /// How many acts are kept back at a moment, and how many ever were.
    static func counts(
        at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> (now: Int64, ever: Int64) {
        let row = try db.rows(
            """
            SELECT count(DISTINCT CASE WHEN \(raw: shownAt) > \(now) THEN leaf_index END) AS held,
                count(DISTINCT leaf_index) AS ever
            FROM look_delays
            """
        ).first
        return (try row?.int("held") ?? 0, try row?.int("ever") ?? 0)
    }

    private static let columns: StaticString = """
        leaf_index, basis, first_approver, second_approver, decided_at_ms, release_at_ms, released_by, released_at_ms
        """
    /// An early release lies before the day that was decided on.
    private static let shownAt: StaticString = "coalesce(released_at_ms, release_at_ms)"

    private static func read(_ row: SQLRow) throws(SQLError) -> LookDelay {
        var early: LookDelay.Release?
        if let at = try row.instantIfPresent("released_at_ms") {
            early = .init(by: try row.text("released_by"), at: at)
        }
        return LookDelay(
            index: try row.int("leaf_index"), basis: try row.text("basis"),
            approvers: [try row.text("first_approver"), try row.text("second_approver")],
            decidedAt: try row.instant("decided_at_ms"), releaseAt: try row.instant("release_at_ms"),
            early: early)
    }
}
