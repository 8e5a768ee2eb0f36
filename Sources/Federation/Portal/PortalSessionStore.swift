import Base
import Storage

/// Every statement about the `portal_sessions` table: which of our sessions came through the portal.
enum PortalSessionStore {
    static let sessionsMax = 100

    static func insert(
        _ session: Token, of citizen: Token, subject: [UInt8], sid: [UInt8]?, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO portal_sessions (session_id, citizen_id, subject_term, sid_term, begun_at_ms)
            VALUES (\(session), \(citizen), \(subject), \(sid), \(now))
            """)
    }

    static func remove(_ session: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM portal_sessions WHERE session_id = \(session)")
    }

    /// By the portal's session where it names one, else all of the person's; the youngest first, for a row outlives its
    /// session by months.
    static func find(
        subject: [UInt8]?, sid: [UInt8]?, in db: any SQLConnection
    ) throws(SQLError) -> [Token] {
        let rows =
            if let sid {
                try db.rows(
                    """
                    SELECT session_id FROM portal_sessions WHERE sid_term = \(sid)
                    ORDER BY begun_at_ms DESC LIMIT \(sessionsMax)
                    """)
            } else {
                try db.rows(
                    """
                    SELECT session_id FROM portal_sessions WHERE subject_term = \(subject)
                    ORDER BY begun_at_ms DESC LIMIT \(sessionsMax)
                    """)
            }
        return try rows.map { row throws(SQLError) in try row.value("session_id") }
    }
}
