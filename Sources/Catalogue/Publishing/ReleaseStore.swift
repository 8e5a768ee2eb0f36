import Base
import Storage

/// Every statement about the `service_releases` table, and there is no other.
enum ReleaseStore {
    static let countMax: Int64 = 100_000

    /// Of one number what was offered last is kept.
    static func keep(_ one: ReleasedVersion, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        guard let files = ServiceFiles.kept(one.files) else { return }
        try db.run(
            """
            INSERT INTO service_releases (service, version, fingerprint, files, kept_at_ms)
            VALUES (\(one.version.service), \(Int64(one.version.number)), \(one.fingerprint), \(files), \(now))
            ON CONFLICT (service, version) DO UPDATE SET fingerprint = excluded.fingerprint,
                files = excluded.files, kept_at_ms = excluded.kept_at_ms
            """)
    }

    /// The fingerprint of each.
    static func all(in db: any SQLConnection) throws -> [Catalogue.Version: String] {
        let rows = try db.rows(
            """
            SELECT service, version, fingerprint FROM service_releases
            ORDER BY service, version LIMIT \(countMax)
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                (
                    Catalogue.Version(service: try row.value("service"), number: Int(try row.int("version"))),
                    try row.text("fingerprint")
                )
            })
    }

    /// What is kept of one service.
    static func versions(
        of service: ServiceID, in db: any SQLConnection
    ) throws(SQLError) -> [Catalogue.Version] {
        try db.rows("SELECT version FROM service_releases WHERE service = \(service)").map {
            row throws(SQLError) in Catalogue.Version(service: service, number: Int(try row.int("version")))
        }
    }

    /// Held against its fingerprint.
    static func find(_ version: Catalogue.Version, in db: any SQLConnection) throws -> ReleasedVersion? {
        try db.rows(
            """
            SELECT fingerprint, files FROM service_releases
            WHERE service = \(version.service) AND version = \(Int64(version.number))
            """
        ).first.map { row in
            let text = try row.text("files")
            var one = ReleasedVersion(version: version, files: (try? ServiceFiles.parts(kept: text)) ?? [:])
            one.isWhole = try row.text("fingerprint") == one.fingerprint
            return one
        }
    }
}
