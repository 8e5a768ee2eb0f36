import Storage

/// Every statement about the `terminal_devices` table: the serial numbers that belong to a terminal.
enum TerminalDeviceStore {
    static let devicesMax = 8

    /// By device.
    static func serials(of terminal: String, in db: any SQLConnection) throws(SQLError) -> [String: String] {
        var serials: [String: String] = [:]
        for row in try db.rows(
            """
            SELECT device, serial FROM terminal_devices WHERE terminal_id = \(terminal)
            ORDER BY device LIMIT \(devicesMax)
            """)
        {
            serials[try row.text("device")] = try row.text("serial")
        }
        return serials
    }

    static func pin(
        _ device: String, _ serial: String, of terminal: String, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO terminal_devices (terminal_id, device, serial)
            VALUES (\(terminal), \(device), \(serial))
            """)
    }

    static func forget(_ terminal: String, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM terminal_devices WHERE terminal_id = \(terminal)")
    }
}
