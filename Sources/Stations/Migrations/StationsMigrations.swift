public import Storage

public enum StationsMigrations {
    public static let all = [
        Migration(
            id: "0006-stations",
            statements: [
                """
                CREATE TABLE stations (
                    id \(.text) NOT NULL PRIMARY KEY,
                    name_mandarin \(.text) NOT NULL,
                    name_english \(.text) NOT NULL,
                    name_minnan \(.text) NOT NULL,
                    address_mandarin \(.text) NOT NULL,
                    address_english \(.text) NOT NULL,
                    address_minnan \(.text) NOT NULL,
                    division \(.text) NOT NULL,
                    latitude_microdegrees \(.int64) NOT NULL,
                    longitude_microdegrees \(.int64) NOT NULL,
                    hours \(.text) NOT NULL,
                    owner \(.text) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX stations_by_division ON stations (division, id)",
                """
                CREATE TABLE terminals (
                    id \(.text) NOT NULL PRIMARY KEY,
                    station_id \(.text) NOT NULL REFERENCES stations (id),
                    serial \(.text) NOT NULL,
                    public_key_pem \(.text) NOT NULL,
                    state \(.text) NOT NULL CHECK (state IN ('enrolled', 'stopped', 'revoked')),
                    stop_reason \(.text),
                    enrolled_at_ms \(.int64) NOT NULL,
                    health_at_ms \(.int64),
                    version \(.text),
                    card_reader \(.text),
                    camera \(.text),
                    printer \(.text),
                    printer_reasons \(.text),
                    reported_stop \(.text)
                ) \(.strict)
                """,
                "CREATE INDEX terminals_by_station ON terminals (station_id, id)",
                "CREATE UNIQUE INDEX terminals_serial ON terminals (serial) WHERE state <> 'revoked'",
                "CREATE UNIQUE INDEX terminals_key ON terminals (public_key_pem) WHERE state <> 'revoked'",
                """
                CREATE TABLE enrolment_codes (
                    code_hash \(.bytes) NOT NULL PRIMARY KEY,
                    station_id \(.text) NOT NULL REFERENCES stations (id),
                    expires_at_ms \(.int64) NOT NULL,
                    used_at_ms \(.int64)
                ) \(.strict)
                """,
                "CREATE INDEX enrolment_codes_by_expiry ON enrolment_codes (expires_at_ms)",
                """
                CREATE TABLE alarms (
                    id \(.text) NOT NULL PRIMARY KEY,
                    kind \(.text) NOT NULL,
                    terminal_id \(.text) NOT NULL,
                    detail \(.text) NOT NULL,
                    first_at_ms \(.int64) NOT NULL,
                    last_at_ms \(.int64) NOT NULL,
                    occurrences \(.int64) NOT NULL,
                    acknowledged_at_ms \(.int64),
                    acknowledged_by \(.text)
                ) \(.strict)
                """,
                """
                CREATE UNIQUE INDEX alarms_open ON alarms (kind, terminal_id, detail)
                WHERE acknowledged_at_ms IS NULL
                """,
                "CREATE INDEX alarms_by_age ON alarms (last_at_ms, id)",
            ]),
        Migration(
            id: "0010-service-stops",
            statements: [
                """
                CREATE TABLE service_stops (
                    terminal_id \(.text) NOT NULL REFERENCES terminals (id),
                    service \(.text) NOT NULL,
                    reason \(.text) NOT NULL,
                    stopped_at_ms \(.int64) NOT NULL,
                    stopped_by \(.text) NOT NULL,
                    PRIMARY KEY (terminal_id, service)
                ) \(.strict)
                """,
                "CREATE INDEX service_stops_by_age ON service_stops (stopped_at_ms)",
            ]),
        Migration(
            id: "0011-terminal-sameness",
            statements: [
                """
                CREATE TABLE terminal_runs (
                    terminal_id \(.text) NOT NULL PRIMARY KEY REFERENCES terminals (id),
                    boots \(.text) NOT NULL,
                    reports \(.int64) NOT NULL,
                    since_ms \(.int64) NOT NULL,
                    heard_at_ms \(.int64) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE terminal_devices (
                    terminal_id \(.text) NOT NULL REFERENCES terminals (id),
                    device \(.text) NOT NULL,
                    serial \(.text) NOT NULL,
                    PRIMARY KEY (terminal_id, device)
                ) \(.strict)
                """,
            ]),
        Migration(
            id: "0141-which-stop",
            statements: ["ALTER TABLE terminals ADD COLUMN reported_stop_id \(.text)"]),
        // A service also stops where no terminal is: on people's own phones.
        Migration(
            id: "0148-stops-at-home",
            statements: [
                """
                CREATE TABLE stopped_services (
                    terminal_id \(.text) NOT NULL,
                    service \(.text) NOT NULL,
                    reason \(.text) NOT NULL,
                    stopped_at_ms \(.int64) NOT NULL,
                    stopped_by \(.text) NOT NULL,
                    PRIMARY KEY (terminal_id, service)
                ) \(.strict)
                """,
                """
                INSERT INTO stopped_services (terminal_id, service, reason, stopped_at_ms, stopped_by)
                SELECT terminal_id, service, reason, stopped_at_ms, stopped_by FROM service_stops
                """,
                "DROP TABLE service_stops",
                "CREATE INDEX stopped_services_by_age ON stopped_services (stopped_at_ms)",
            ]),
    ]
}
