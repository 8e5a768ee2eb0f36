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

    /// The versions, by service, that cases run under which have not come to their paper or their no, and those of visits that
    /// an office still opens: their papers are out.
    public static func running(
        at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [ServiceID: Set<Int>] {
        let rows = try db.rows(
            """
            SELECT service, service_version FROM cases
            WHERE state IN ('open', 'submitted', 'deciding', 'correcting', 'approved')
            GROUP BY service, service_version ORDER BY service, service_version LIMIT \(servicesMax)
            """)
        var versions: [ServiceID: Set<Int>] = [:]
        for row in rows {
            if let service = ServiceID(rawValue: try row.text("service")) {
                versions[service, default: []].insert(Int(try row.int("service_version")))
            }
        }
        for visit in try AppointmentStore.versions(from: OpenVisit.firstDay(at: now).start, in: db) {
            versions[visit.service, default: []].insert(visit.version)
        }
        return versions
    }

    /// Cases of a service that have not come to their paper or their no, by the version they run under.
    static func running(_ service: ServiceID, in db: any SQLConnection) throws(SQLError) -> [Int: Int] {
        let rows = try db.rows(
            """
            SELECT service_version, count(*) AS n FROM cases
            WHERE service = \(service) AND state IN ('open', 'submitted', 'deciding', 'correcting', 'approved')
            GROUP BY service_version ORDER BY service_version LIMIT 1000
            """)
        var counts: [Int: Int] = [:]
        for row in rows { counts[Int(try row.int("service_version"))] = Int(try row.int("n")) }
        return counts
    }
}
