public import Storage

public enum AssistanceMigrations {
    public static let all: [Migration] = [assistance]

    /// Volunteers 志愿者, and at which visits they helped.
    static let assistance = Migration(
        id: "0060-assistance",
        statements: [
            """
            CREATE TABLE volunteers (
                id \(.text) NOT NULL PRIMARY KEY,
                number \(.text) NOT NULL UNIQUE,
                name_sealed \(.bytes) NOT NULL,
                phone_sealed \(.bytes) NOT NULL,
                person_term \(.bytes) NOT NULL,
                station_id \(.text) NOT NULL,
                enrolled_at_ms \(.int64) NOT NULL,
                enrolled_by \(.text) NOT NULL,
                approved_by \(.text) NOT NULL,
                retired_at_ms \(.int64),
                retired_by \(.text),
                CHECK (enrolled_by <> approved_by)
            ) \(.strict)
            """,
            "CREATE INDEX volunteers_by_station ON volunteers (station_id)",
            """
            CREATE TABLE assistances (
                id \(.text) NOT NULL PRIMARY KEY,
                terminal_id \(.text) NOT NULL,
                volunteer_id \(.text),
                code_hash \(.bytes) NOT NULL,
                code_tries \(.int64) NOT NULL,
                code_until_ms \(.int64) NOT NULL,
                called_at_ms \(.int64) NOT NULL,
                begun_at_ms \(.int64),
                session_id \(.text),
                told_at_ms \(.int64),
                case_number \(.text),
                aside \(.text),
                ended_at_ms \(.int64),
                end_reason \(.text),
                CHECK (begun_at_ms IS NULL OR volunteer_id IS NOT NULL)
            ) \(.strict)
            """,
            "CREATE INDEX assistances_by_terminal ON assistances (terminal_id, called_at_ms)",
            "CREATE INDEX assistances_by_volunteer ON assistances (volunteer_id, called_at_ms)",
            "CREATE UNIQUE INDEX assistances_open ON assistances (terminal_id) WHERE ended_at_ms IS NULL",
        ])
}
