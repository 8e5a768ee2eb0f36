public import Storage

public enum SupervisionMigrations {
    public static let all = [
        Migration(
            id: "0009-ratings",
            statements: [
                """
                CREATE TABLE ratings (
                    case_number \(.text) NOT NULL PRIMARY KEY,
                    service \(.text) NOT NULL,
                    terminal_id \(.text) NOT NULL,
                    station_id \(.text) NOT NULL,
                    level \(.int64) NOT NULL CHECK (level BETWEEN 1 AND 5),
                    tags \(.text) NOT NULL,
                    at_ms \(.int64) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX ratings_by_service ON ratings (service, level)",
                "CREATE INDEX ratings_by_station ON ratings (station_id, level)",
            ])
    ]
}
