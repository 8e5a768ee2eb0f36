import Base
import Storage

/// Every statement about the `stopped_services` table.
enum ServiceStopStore {
    /// - Returns: Whether the service was going on; one that is stopped stays so, for its first reason.
    static func insert(_ stop: ServiceStop, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            INSERT INTO stopped_services (terminal_id, service, reason, stopped_at_ms, stopped_by)
            VALUES (\(stop.terminal), \(stop.service), \(stop.reason), \(stop.at), \(stop.by))
            ON CONFLICT (terminal_id, service) DO NOTHING
            """) == 1
    }

    static func find(
        _ service: String, at terminal: String, in db: any SQLConnection
    ) throws(SQLError) -> ServiceStop? {
        try db.rows("SELECT * FROM stopped_services WHERE terminal_id = \(terminal) AND service = \(service)")
            .first.map(read)
    }

    /// The services a terminal does not offer: every one, for what is left out of it would be offered.
    static func services(
        at terminal: String, in db: any SQLConnection
    ) throws(SQLError) -> Set<String> {
        Set(
            try db.rows("SELECT service FROM stopped_services WHERE terminal_id = \(terminal)")
                .map { row throws(SQLError) in try row.text("service") })
    }

    /// The terminals that do not offer a service, every one.
    static func terminals(
        without service: String, in db: any SQLConnection
    ) throws(SQLError) -> Set<String> {
        Set(
            try db.rows("SELECT terminal_id FROM stopped_services WHERE service = \(service)")
                .map { row throws(SQLError) in try row.text("terminal_id") })
    }

    /// Every stop, the latest first.
    static func all(countMax: Int, in db: any SQLConnection) throws(SQLError) -> [ServiceStop] {
        var stops: [ServiceStop] = []
        for row in try db.rows(
            """
            SELECT * FROM stopped_services ORDER BY stopped_at_ms DESC, terminal_id, service LIMIT \(countMax)
            """)
        {
            stops.append(try read(row))
        }
        return stops
    }

    static func delete(
        _ service: String, at terminal: String, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("DELETE FROM stopped_services WHERE terminal_id = \(terminal) AND service = \(service)")
    }

    private static func read(_ row: SQLRow) throws(SQLError) -> ServiceStop {
        ServiceStop(
            terminal: try row.text("terminal_id"), service: try row.text("service"),
            reason: try row.text("reason"), at: try row.instant("stopped_at_ms"),
            by: try row.text("stopped_by"))
    }
}
