import Base
import Storage

/// Every statement about the `terminal_runs` table.
enum TerminalRunStore {
    static func find(_ terminal: String, in db: any SQLConnection) throws(SQLError) -> TerminalRun? {
        guard let row = try db.rows("SELECT * FROM terminal_runs WHERE terminal_id = \(terminal)").first
        else { return nil }
        return TerminalRun(
            boots: try row.text("boots").split(separator: " ").map(String.init),
            reports: try row.int("reports"), since: try row.instant("since_ms"),
            heardAt: try row.instant("heard_at_ms"))
    }

    static func save(_ run: TerminalRun, of terminal: String, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO terminal_runs (terminal_id, boots, reports, since_ms, heard_at_ms)
            VALUES (\(terminal), \(run.boots.joined(separator: " ")), \(run.reports), \(run.since),
                \(run.heardAt))
            ON CONFLICT (terminal_id) DO UPDATE SET boots = excluded.boots, reports = excluded.reports,
                since_ms = excluded.since_ms, heard_at_ms = excluded.heard_at_ms
            """)
    }

    static func forget(_ terminal: String, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM terminal_runs WHERE terminal_id = \(terminal)")
    }
}
