import Base
import Storage

/// Every statement about the `service_publications` table, and there is no other.
enum PublicationStore {
    static func insert(_ publication: ServicePublication, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO service_publications (id, service, version, source, layout, slots, parts,
                                              effective_from_ms, published_at_ms)
            VALUES (\(publication.id), \(publication.service), \(Int64(publication.version)), \(publication.source),
                    \(publication.layout), \(publication.slots), \(ServiceFiles.kept(publication.parts)),
                    \(publication.effectiveFrom), \(publication.publishedAt))
            """)
    }

    /// - Returns: Whether there was such a version, still offered or to be.
    static func withdraw(
        _ service: ServiceID, version: Int, _ withdrawal: VersionWithdrawal, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try !db.rows(
            """
            UPDATE service_publications SET withdrawn_at_ms = \(withdrawal.at), withdrawn_by = \(withdrawal.by),
                withdrawal_reason = \(withdrawal.reason)
            WHERE service = \(service) AND version = \(Int64(version)) AND withdrawn_at_ms IS NULL
            RETURNING id
            """
        ).isEmpty
    }

    /// The oldest first, every one: the latest is the one in force, and a case goes on under the one it began with.
    static func all(in db: any SQLConnection) throws -> [ServicePublication] {
        try db.rows("SELECT \(raw: columns) FROM service_publications ORDER BY published_at_ms, id").map(read)
    }

    /// Those of one service, in the same order.
    static func all(of service: ServiceID, in db: any SQLConnection) throws -> [ServicePublication] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM service_publications WHERE service = \(service)
            ORDER BY published_at_ms, id
            """
        ).map(read)
    }

    private static let columns: StaticString = """
        id, service, version, source, layout, slots, parts, effective_from_ms, published_at_ms, withdrawn_at_ms,
        withdrawn_by, withdrawal_reason
        """

    private static func read(_ row: SQLRow) throws -> ServicePublication {
        ServicePublication(
            id: try row.value("id"), service: try row.value("service"),
            version: Int(try row.int("version")),
            source: try row.text("source"), layout: try row.textIfPresent("layout"),
            slots: try row.textIfPresent("slots"),
            parts: try ServiceFiles.parts(kept: try row.textIfPresent("parts")),
            effectiveFrom: try row.instant("effective_from_ms"),
            publishedAt: try row.instant("published_at_ms"),
            withdrawal: try withdrawal(row))
    }

    private static func withdrawal(_ row: SQLRow) throws(SQLError) -> VersionWithdrawal? {
        guard let moment = try row.instantIfPresent("withdrawn_at_ms") else { return nil }
        return VersionWithdrawal(
            at: moment, by: try row.textIfPresent("withdrawn_by"),
            reason: try row.textIfPresent("withdrawal_reason"))
    }

    /// What changes whenever any row does: how many there are, and how many are withdrawn.
    static func state(in db: any SQLConnection) throws(SQLError) -> [Int64] {
        let rows = try db.rows("SELECT count(*) AS n, count(withdrawn_at_ms) AS w FROM service_publications")
        guard let row = rows.first else { return [] }
        return [try row.int("n"), try row.int("w")]
    }
}
