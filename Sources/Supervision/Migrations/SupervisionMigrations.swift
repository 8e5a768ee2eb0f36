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
            ]),
        // The public reads them, so they are counted as they come and not when somebody asks.
        Migration(
            id: "0173-rating-counts",
            statements: [
                """
                CREATE TABLE rating_counts (
                    service \(.text) NOT NULL,
                    about \(.text) NOT NULL,
                    level \(.int64) NOT NULL CHECK (level BETWEEN 1 AND 5),
                    n \(.int64) NOT NULL,
                    shown \(.int64) NOT NULL CHECK (shown BETWEEN 0 AND n),
                    PRIMARY KEY (service, about, level)
                ) \(.strict)
                """,
                """
                INSERT INTO rating_counts (service, about, level, n, shown)
                SELECT r.service, i.about, r.level, count(*), 0 FROM ratings r
                JOIN (
                    SELECT '' AS about UNION ALL SELECT 'efficiency' UNION ALL SELECT 'guidance'
                    UNION ALL SELECT 'convenience' UNION ALL SELECT 'machine' UNION ALL SELECT 'attitude'
                ) i ON i.about = '' OR ' ' || r.tags || ' ' LIKE '% ' || i.about || ' %'
                GROUP BY r.service, i.about, r.level
                """,
                """
                UPDATE rating_counts SET shown = n WHERE service IN (
                    SELECT service FROM rating_counts WHERE about = '' GROUP BY service HAVING sum(n) >= 10)
                """,
            ]),
    ]
}
