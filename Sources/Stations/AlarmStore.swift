import Base
import Storage

/// Every statement about the `alarms` table.
enum AlarmStore {
    /// Raises an alarm, or counts it when the same one is still open, so that a flood stays one row.
    static func raise(
        _ kind: Alarm.Kind, terminal: String?, detail: String, id: Token, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO alarms (id, kind, terminal_id, detail, first_at_ms, last_at_ms, occurrences)
            VALUES (\(id), \(kind), \(terminal ?? ""), \(detail), \(now), \(now), 1)
            ON CONFLICT (kind, terminal_id, detail) WHERE acknowledged_at_ms IS NULL
            DO UPDATE SET last_at_ms = excluded.last_at_ms, occurrences = alarms.occurrences + 1
            """)
    }

    /// The open alarms, the latest first.
    static func open(countMax: Int, in db: any SQLConnection) throws(SQLError) -> [Alarm] {
        var alarms: [Alarm] = []
        for row in try db.rows(
            """
            SELECT * FROM alarms WHERE acknowledged_at_ms IS NULL
            ORDER BY last_at_ms DESC, id LIMIT \(countMax)
            """)
        {
            alarms.append(try read(row))
        }
        return alarms
    }

    /// - Returns: Whether there was such an open alarm.
    static func acknowledge(
        _ id: Token, by staff: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE alarms SET acknowledged_at_ms = \(now), acknowledged_by = \(staff)
            WHERE id = \(id) AND acknowledged_at_ms IS NULL
            """) == 1
    }

    private static func read(_ row: SQLRow) throws(SQLError) -> Alarm {
        let terminal = try row.text("terminal_id")
        return Alarm(
            id: try row.value("id"), kind: try row.value("kind"),
            terminal: terminal.isEmpty ? nil : terminal, detail: try row.text("detail"),
            firstAt: try row.instant("first_at_ms"), lastAt: try row.instant("last_at_ms"),
            count: try row.int("occurrences"), acknowledgedAt: try row.instantIfPresent("acknowledged_at_ms"))
    }
}
