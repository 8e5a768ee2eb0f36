import Base
import Storage
import Wire

/// Every statement about the `terminals` table.
enum TerminalStore {
    static func insert(_ terminal: StationTerminal, version: String, in db: any SQLConnection)
        throws(SQLError)
    {
        try db.run(
            """
            INSERT INTO terminals (id, station_id, serial, public_key_pem, state, enrolled_at_ms, version)
            VALUES (\(terminal.id), \(terminal.station), \(terminal.serial), \(terminal.publicKeyPEM),
                \(terminal.state), \(terminal.enrolledAt), \(version))
            """)
    }

    static func find(_ id: String, in db: any SQLConnection) throws(SQLError) -> StationTerminal? {
        guard let row = try db.rows("SELECT * FROM terminals WHERE id = \(id)").first else { return nil }
        return try read(row)
    }

    /// The admitted terminals that are this machine or hold this key: at most two.
    static func holders(
        serial: String, publicKeyPEM: String, in db: any SQLConnection
    ) throws(SQLError) -> [StationTerminal] {
        var holders: [StationTerminal] = []
        for row in try db.rows(
            """
            SELECT * FROM terminals
            WHERE state <> 'revoked' AND (serial = \(serial) OR public_key_pem = \(publicKeyPEM))
            ORDER BY id LIMIT 2
            """)
        {
            holders.append(try read(row))
        }
        return holders
    }

    static func setState(
        _ id: String, _ state: StationTerminal.State, reason: String?, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("UPDATE terminals SET state = \(state), stop_reason = \(reason.sqlValue) WHERE id = \(id)")
    }

    static func saveHealth(_ health: TerminalHealth, of id: String, in db: any SQLConnection)
        throws(SQLError)
    {
        try db.run(
            """
            UPDATE terminals SET health_at_ms = \(health.at), version = \(health.version),
                card_reader = \(health.cardReader.rawValue), camera = \(health.camera.rawValue),
                printer = \(health.printer.rawValue),
                printer_reasons = \(health.printerReasons.joined(separator: " ")),
                reported_stop = \(health.reportedStop.sqlValue),
                reported_stop_id = \(health.reportedStopID.sqlValue)
            WHERE id = \(id)
            """)
    }

    /// Every terminal that is not revoked, by station.
    static func present(countMax: Int, in db: any SQLConnection) throws(SQLError) -> [StationTerminal] {
        var terminals: [StationTerminal] = []
        for row in try db.rows(
            """
            SELECT * FROM terminals WHERE state <> 'revoked' ORDER BY station_id, id LIMIT \(countMax)
            """)
        {
            terminals.append(try read(row))
        }
        return terminals
    }

    private static func read(_ row: SQLRow) throws(SQLError) -> StationTerminal {
        StationTerminal(
            id: try row.text("id"), station: try row.text("station_id"), serial: try row.text("serial"),
            publicKeyPEM: try row.text("public_key_pem"), state: try row.value("state"),
            stopReason: try row.textIfPresent("stop_reason"), enrolledAt: try row.instant("enrolled_at_ms"),
            lastHealth: try health(row))
    }

    private static func health(_ row: SQLRow) throws(SQLError) -> TerminalHealth? {
        guard let at = try row.instantIfPresent("health_at_ms") else { return nil }
        return TerminalHealth(
            at: at, version: try row.text("version"), cardReader: try row.value("card_reader"),
            camera: try row.value("camera"), printer: try row.value("printer"),
            printerReasons: try row.text("printer_reasons").split(separator: " ").map(String.init),
            reportedStop: try row.textIfPresent("reported_stop"),
            reportedStopID: try row.textIfPresent("reported_stop_id"))
    }
}
