import Base
import Storage

/// Every statement about the `portal_links` table.
enum PortalLinkStore {
    /// - Returns: Whether both were free, or linked to each other already.
    static func link(
        _ subject: [UInt8], to citizen: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        let added = try db.run(
            """
            INSERT INTO portal_links (subject_term, citizen_id, linked_at_ms)
            VALUES (\(subject), \(citizen), \(now)) ON CONFLICT DO NOTHING
            """)
        guard added == 0 else { return true }
        return try self.citizen(of: subject, in: db) == citizen
    }

    static func citizen(of subject: [UInt8], in db: any SQLConnection) throws(SQLError) -> Token? {
        try db.rows("SELECT citizen_id FROM portal_links WHERE subject_term = \(subject)").first
            .map { row throws(SQLError) in try row.value("citizen_id") }
    }

    static func isLinked(_ citizen: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT 1 AS one FROM portal_links WHERE citizen_id = \(citizen)").isEmpty
    }

    /// - Returns: Whether there was a link.
    static func unlink(_ citizen: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run("DELETE FROM portal_links WHERE citizen_id = \(citizen)") == 1
    }
}
