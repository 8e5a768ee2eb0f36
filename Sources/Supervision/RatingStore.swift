import Base
import Catalogue
import Storage

/// Every statement about the `ratings` table, and about `rating_counts`: of each service how often each level was given, and how
/// much of that is shown.
enum RatingStore {
    static let groupsMax = 10_000
    private static let countsMax = 100_000
    /// So many new ratings of a service are shown together: from one alone, whoever stood behind her and looked before and after
    /// would know what she said.
    static let shownTogether = 10
    /// What stands in `about` where all ratings of a level are counted; no reason has an empty id.
    private static let all = ""

    /// - Returns: Whether the rating is the case's first.
    static func insert(_ rating: Rating, in db: any SQLConnection) throws(SQLError) -> Bool {
        let reasons = rating.reasons.map(\.id).sorted()
        let isFirst =
            try db.run(
                """
                INSERT INTO ratings (case_number, service, terminal_id, station_id, level, tags, at_ms)
                VALUES (\(rating.caseNumber), \(rating.service), \(rating.terminal), \(rating.station),
                    \(rating.level.rawValue), \(reasons.joined(separator: " ")), \(rating.at))
                ON CONFLICT (case_number) DO NOTHING
                """) == 1
        guard isFirst else { return false }
        for about in [all] + reasons {
            try db.run(
                """
                INSERT INTO rating_counts (service, about, level, n, shown)
                VALUES (\(rating.service), \(about), \(rating.level.rawValue), 1, 0)
                ON CONFLICT (service, about, level) DO UPDATE SET n = rating_counts.n + 1
                """)
        }
        try db.run(
            """
            UPDATE rating_counts SET shown = n WHERE service = \(rating.service) AND \(shownTogether) <= (
                SELECT sum(c.n - c.shown) FROM rating_counts c
                WHERE c.service = \(rating.service) AND c.about = \(all))
            """)
        return true
    }

    static func isGiven(_ caseNumber: String, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT 1 AS given FROM ratings WHERE case_number = \(caseNumber)").isEmpty
    }

    static func shownByService(in db: any SQLConnection) throws(SQLError) -> [String: ServiceRatings] {
        let rows = try db.rows(
            """
            SELECT service, about, level, shown FROM rating_counts WHERE shown > 0
            ORDER BY service, about, level LIMIT \(countsMax)
            """)
        var numbers: [String: [String: [RatingLevel: Int64]]] = [:]
        for row in rows {
            let (service, about) = (try row.text("service"), try row.text("about"))
            numbers[service, default: [:]][about, default: [:]][try level(row)] = try row.int("shown")
        }
        return numbers.mapValues { service in
            let counts = service.mapValues(RatingCounts.init(byLevel:))
            return ServiceRatings(
                all: counts[all] ?? RatingCounts(byLevel: [:]), byReason: counts.filter { $0.key != all })
        }
    }

    static func countsByStation(in db: any SQLConnection) throws(SQLError) -> [String: RatingCounts] {
        try counts(
            try db.rows(
                """
                SELECT station_id AS name, level, count(*) AS n FROM ratings
                GROUP BY station_id, level ORDER BY station_id, level LIMIT \(groupsMax)
                """))
    }

    private static func counts(_ rows: [SQLRow]) throws(SQLError) -> [String: RatingCounts] {
        var numbers: [String: [RatingLevel: Int64]] = [:]
        for row in rows {
            numbers[try row.text("name"), default: [:]][try level(row)] = try row.int("n")
        }
        return numbers.mapValues(RatingCounts.init(byLevel:))
    }

    private static func level(_ row: SQLRow) throws(SQLError) -> RatingLevel {
        guard let level = RatingLevel(rawValue: try row.int("level")) else {
            throw .unreadable(column: "level")
        }
        return level
    }
}
