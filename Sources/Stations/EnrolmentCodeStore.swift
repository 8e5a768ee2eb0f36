import Base
import Storage

/// Every statement about the `enrolment_codes` table.
enum EnrolmentCodeStore {
    /// Keeps a code, and forgets those that have been over for a day.
    static func insert(
        _ hash: [UInt8], station: String, expiresAt: Instant, now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("DELETE FROM enrolment_codes WHERE expires_at_ms < \(now - .seconds(86_400))")
        try db.run(
            """
            INSERT INTO enrolment_codes (code_hash, station_id, expires_at_ms)
            VALUES (\(hash), \(station), \(expiresAt))
            """)
    }

    /// Uses an open code up and names its station; nil when there is none.
    static func use(_ hash: [UInt8], at now: Instant, in db: any SQLConnection) throws(SQLError) -> String? {
        try db.rows(
            """
            UPDATE enrolment_codes SET used_at_ms = \(now)
            WHERE code_hash = \(hash) AND used_at_ms IS NULL AND expires_at_ms > \(now)
            RETURNING station_id
            """
        ).first?.text("station_id")
    }
}
