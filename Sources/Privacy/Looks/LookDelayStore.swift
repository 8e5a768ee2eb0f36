import Base
import Storage

/// Every statement about the `look_delays` table.
enum LookDelayStore {
    static func insert(_ delay: LookDelay, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO look_delays (leaf_index, basis, first_approver, second_approver, decided_at_ms, release_at_ms)
            VALUES (\(delay.index), \(delay.basis), \(delay.approvers[0]), \(delay.approvers[1]),
                    \(delay.decidedAt), \(delay.releaseAt))
            """)
    }

    /// The decisions about acts of a range of the log, the latest release of each act alone.
    static func latest(
        _ range: ClosedRange<Int64>, in db: any SQLConnection
    ) throws(SQLError) -> [Int64: LookDelay] {
        let rows = try db.rows(
            """
            SELECT leaf_index, basis, first_approver, second_approver, decided_at_ms, release_at_ms FROM look_delays
            WHERE leaf_index >= \(range.lowerBound) AND leaf_index <= \(range.upperBound)
            ORDER BY release_at_ms LIMIT 10000
            """)
        var latest: [Int64: LookDelay] = [:]
        for row in rows {
            let delay = try read(row)
            latest[delay.index] = delay
        }
        return latest
    }

    /// How many acts are kept back at a moment, and how many ever were.
    static func counts(
        at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> (now: Int64, ever: Int64) {
        let row = try db.rows(
            """
            SELECT count(DISTINCT CASE WHEN release_at_ms > \(now) THEN leaf_index END) AS held,
                count(DISTINCT leaf_index) AS ever
            FROM look_delays
            """
        ).first
        return (try row?.int("held") ?? 0, try row?.int("ever") ?? 0)
    }

    private static func read(_ row: SQLRow) throws(SQLError) -> LookDelay {
        LookDelay(
            index: try row.int("leaf_index"), basis: try row.text("basis"),
            approvers: [try row.text("first_approver"), try row.text("second_approver")],
            decidedAt: try row.instant("decided_at_ms"), releaseAt: try row.instant("release_at_ms"))
    }
}
