import Storage

extension CatalogueMigrations {
    /// What releases brought of each service, for cases that outlive them.
    static let releases = Migration(
        id: "0167-service-releases",
        statements: [
            """
            CREATE TABLE service_releases (
                service \(.text) NOT NULL,
                version \(.int64) NOT NULL CHECK (version > 0),
                fingerprint \(.text) NOT NULL,
                files \(.text) NOT NULL,
                kept_at_ms \(.int64) NOT NULL,
                PRIMARY KEY (service, version)
            ) \(.strict)
            """
        ])
}
