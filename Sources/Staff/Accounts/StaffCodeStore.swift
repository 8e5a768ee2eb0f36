import Base
import Storage

/// Every statement about the `staff_codes` table.
enum StaffCodeStore {
    /// Whose an open code is.
    struct Owner: Sendable {
        /// Nil for somebody who has no account yet.
        let account: String?
        /// The place of an officer that she takes; nil for the very first one.
        let seat: StaffRole?
        /// Before this the code does not work.
        let opensAt: Instant?
    }

    /// Keeps a code, and forgets those that have been over for a day.
    ///
    /// `account` is nil for the very first officer, who has none yet, and for who takes an officer's place.
    static func insert(
        _ code: StaffCode, account: String?, seat: StaffRole? = nil, now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("DELETE FROM staff_codes WHERE expires_at_ms < \(now - .seconds(86_400))")
        try db.run(
            """
            INSERT INTO staff_codes (code_hash, account_id, seat, opens_at_ms, expires_at_ms)
            VALUES (\(code.hash), \(account), \(seat?.rawValue), \(code.opensAt), \(code.expiresAt))
            """)
    }

    /// For whom an open code is, without using it up; nil when there is no such code.
    static func find(
        _ hash: [UInt8], at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Owner? {
        guard
            let row = try db.rows(
                """
                SELECT account_id, seat, opens_at_ms FROM staff_codes
                WHERE code_hash = \(hash) AND used_at_ms IS NULL AND expires_at_ms > \(now)
                """
            ).first
        else { return nil }
        return Owner(
            account: try row.textIfPresent("account_id"),
            seat: try row.textIfPresent("seat").flatMap(StaffRole.init),
            opensAt: try row.instantIfPresent("opens_at_ms"))
    }

    /// - Returns: Whether it was open until now.
    static func use(_ hash: [UInt8], at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE staff_codes SET used_at_ms = \(now)
            WHERE code_hash = \(hash) AND used_at_ms IS NULL AND expires_at_ms > \(now)
                AND coalesce(opens_at_ms, 0) <= \(now)
            """) == 1
    }

    /// Takes back the codes of an account that has been shut out.
    static func close(of account: String, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            "UPDATE staff_codes SET used_at_ms = \(now) WHERE account_id = \(account) AND used_at_ms IS NULL")
    }
}
