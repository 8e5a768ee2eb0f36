import Base
import Catalogue
import Storage

/// Every statement about the `ratings` table.
enum RatingStore {
    static let groupsMax = 10_000

    /// - Returns: Whether the rating is the case's first.
    static func insert(_ rating: Rating, in db: any SQLConnection) throws(SQLError) -> Bool {
        let reasons = rating.reasons.map(\.rawValue).sorted().joined(separator: " ")
        return try db.run(
            """
            INSERT INTO ratings (case_number, service, terminal_id, station_id, level, tags, at_ms)
            VALUES (\(rating.caseNumber), \(rating.service), \(rating.terminal), \(rating.station),
                \(rating.level.rawValue), \(reasons), \(rating.at))
            ON CONFLICT (case_number) DO NOTHING
            """) == 1
    }

    static func isGiven(_ caseNumber: String, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT 1 AS given FROM ratings WHERE case_number = \(caseNumber)").isEmpty
    }

    static func countsByService(in db: any SQLConnection) throws(SQLError) -> [String: RatingCounts] {
        try counts(
            try db.rows(
                """
                SELECT service AS name, level, count(*) AS n FROM ratings
                GROUP BY service, level ORDER BY service, level LIMIT \(groupsMax)
                """))
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
            guard let level = RatingLevel(rawValue: try row.int("level")) else {
                throw .unreadable(column: "level")
            }
            numbers[try row.text("name"), default: [:]][level] = try row.int("n")
        }
        return numbers.mapValues(RatingCounts.init(byLevel:))
    }
}
