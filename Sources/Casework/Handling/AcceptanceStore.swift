import Base
import Storage

/// Which running cases nobody will tell of their acceptance.
enum AcceptanceStore {
    /// Cases that departments decide, with neither a timer of acceptance nor a word that they are accepted, and when they came in.
    static func withoutTimer(
        limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [(number: CaseNumber, submitted: Instant)] {
        try db.rows(
            """
            SELECT number, submitted_at_ms FROM cases
            WHERE state IN ('deciding', 'correcting') AND submitted_at_ms IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM jobs
                    WHERE jobs.kind = \(AcceptanceLapseJob.kindName) AND jobs.key = cases.number)
                AND NOT EXISTS (SELECT 1 FROM case_notices
                    WHERE case_notices.case_number = cases.number AND case_notices.kind = 'accepted')
            ORDER BY number LIMIT \(limit)
            """
        ).map { row throws(SQLError) in
            (try row.value("number"), try row.instant("submitted_at_ms"))
        }
    }
}
