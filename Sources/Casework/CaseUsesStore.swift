public import Base
public import Catalogue
public import Storage

/// How often services were done, over the `cases` table.
public enum CaseUsesStore {
    static let servicesMax = 5_000

    /// Cases that were sent in since a moment, by service; whole numbers without a word about any case.
    public static func counts(since: Instant, in db: any SQLConnection) throws(SQLError) -> [ServiceID: Int] {
        let rows = try db.rows(
            """
            SELECT service, count(*) AS cases FROM cases WHERE submitted_at_ms >= \(since)
            GROUP BY service ORDER BY service LIMIT \(servicesMax)
            """)
        var counts: [ServiceID: Int] = [:]
        for row in rows {
            if let service = ServiceID(rawValue: try row.text("service")) {
                counts[service] = Int(try row.int("cases"))
            }
        }
        return counts
    }
}
