import Base
import Storage

/// Every statement about the `agreed_periods` table.
enum AgreedPeriodStore {
    static func all(in db: any SQLConnection) throws(SQLError) -> [RetentionClass: Int] {
        var periods: [RetentionClass: Int] = [:]
        for row in try db.rows("SELECT kept, days FROM agreed_periods ORDER BY kept LIMIT 100") {
            // A class that a former release had stands in nobody's way.
            if let kept = RetentionClass(rawValue: try row.text("kept")) {
                periods[kept] = Int(try row.int("days"))
            }
        }
        return periods
    }

    /// The first days of a class come with a release and have no `approval`.
    static func set(
        _ kept: RetentionClass, days: Int, approval: Token?, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO agreed_periods (kept, days, approval_id, set_at_ms)
            VALUES (\(kept.rawValue), \(days), \(approval), \(now))
            ON CONFLICT (kept) DO UPDATE SET days = excluded.days, approval_id = excluded.approval_id,
                set_at_ms = excluded.set_at_ms
            """)
    }
}
