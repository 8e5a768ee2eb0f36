/// Whether the stored bytes are still what was written, as far as the engine can tell.
///
/// SQLite goes through every page, index and constraint. PostgreSQL checks a page whenever it reads one; here it is asked
/// whether it does, and whether it ever found one damaged.
public enum IntegrityCheck {
    static let findingsMax = 20

    /// What is wrong, a sentence each; nothing when all is well.
    ///
    /// **Errors:** ``SQLError`` when the damage is such that the engine gives up.
    public static func findings(in db: any SQLConnection) throws(SQLError) -> [String] {
        switch db.dialect {
        case .sqlite:
            let broken = try db.rows("PRAGMA integrity_check")
                .map { row throws(SQLError) in try row.text("integrity_check") }
            let stray = try db.rows("PRAGMA foreign_key_check")
                .map { row throws(SQLError) in "a row of \(try row.text("table")) refers to nothing" }
            return Array((broken.filter { $0 != "ok" } + stray).prefix(findingsMax))
        case .postgres:
            var findings: [String] = []
            if try db.rows("SHOW data_checksums").first?.text("data_checksums") != "on" {
                findings.append("the cluster was made without --data-checksums: damaged pages go unnoticed")
            }
            let failures = try db.rows(
                """
                SELECT COALESCE(checksum_failures, 0) AS failures FROM pg_stat_database
                WHERE datname = current_database()
                """
            ).first?.int("failures")
            if let failures, failures > 0 { findings.append("\(failures) damaged pages were read") }
            return findings
        }
    }
}
