public import Storage

/// What the tables of stations and terminals hold: nothing about any citizen.
public enum StationsInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            things: "stations",
            [
                "id", "name_mandarin", "name_english", "name_minnan", "address_mandarin", "address_english",
                "address_minnan", "division", "latitude_microdegrees", "longitude_microdegrees", "hours",
                "owner",
            ]),
        StoredTable(
            things: "terminals",
            [
                "id", "station_id", "serial", "public_key_pem", "state", "stop_reason", "enrolled_at_ms",
                "health_at_ms", "version", "card_reader", "camera", "printer", "printer_reasons",
                "reported_stop", "reported_stop_id",
            ]),
        StoredTable(things: "terminal_devices", ["terminal_id", "device", "serial"]),
        StoredTable(
            things: "terminal_runs", ["terminal_id", "boots", "reports", "since_ms", "heard_at_ms"]),
        StoredTable(
            things: "enrolment_codes", ["code_hash", "station_id", "expires_at_ms", "used_at_ms"]),
        StoredTable(
            things: "alarms",
            [
                "id", "kind", "terminal_id", "detail", "first_at_ms", "last_at_ms", "occurrences",
                "acknowledged_at_ms", "acknowledged_by",
            ]),
        StoredTable(
            things: "stopped_services", ["terminal_id", "service", "reason", "stopped_at_ms", "stopped_by"]),
    ]
}
