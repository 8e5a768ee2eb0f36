import Base
import Storage

/// Every statement about the `staff_recoveries` table.
enum RecoveryStore {
    /// **Range:** of those that are over.
    static let listMax = 50

    static func insert(
        _ recovery: Recovery, codeHash: [UInt8], in db: any SQLConnection
    ) throws(SQLError) {
        var (account, seat): (String?, String?)
        switch recovery.aim {
        case .device(let of): account = of
        case .seat(let place): seat = place.rawValue
        }
        try db.run(
            """
            INSERT INTO staff_recoveries
                (id, code_hash, account_id, seat, begun_at_ms, opens_at_ms, expires_at_ms)
            VALUES (\(recovery.id), \(codeHash), \(account), \(seat), \(recovery.begunAt), \(recovery.opensAt),
                \(recovery.expiresAt))
            """)
    }

    /// Those that wait or are open, the oldest first: every one, or whoever holds the console hid one behind many.
    static func running(at now: Instant, in db: any SQLConnection) throws(SQLError) -> [Recovery] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM staff_recoveries WHERE ended_at_ms IS NULL AND expires_at_ms > \(now)
            ORDER BY begun_at_ms, id
            """
        ).map(recovery)
    }

    /// Those that wait or are open, and the latest of the others; the youngest first.
    static func recent(at now: Instant, in db: any SQLConnection) throws(SQLError) -> [Recovery] {
        let over = try db.rows(
            """
            SELECT \(raw: columns) FROM staff_recoveries WHERE ended_at_ms IS NOT NULL OR expires_at_ms <= \(now)
            ORDER BY begun_at_ms DESC, id LIMIT \(listMax)
            """
        ).map(recovery)
        return (try running(at: now, in: db) + over).sorted { $0.begunAt > $1.begunAt }
    }

    /// Whether a device of this person is being replaced, so that her old one is good for nothing but a refusal.
    static func replacesDevice(
        of account: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try !db.rows(
            """
            SELECT id FROM staff_recoveries
            WHERE account_id = \(account) AND ended_at_ms IS NULL AND expires_at_ms > \(now) LIMIT 1
            """
        ).isEmpty
    }

    /// Ends one and takes its code back.
    ///
    /// - Returns: Whether it was running until now.
    static func end(
        _ id: Token, _ end: Recovery.End, by account: String? = nil, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE staff_codes SET used_at_ms = \(now) WHERE used_at_ms IS NULL
                AND code_hash IN (SELECT code_hash FROM staff_recoveries WHERE id = \(id))
            """)
        return try db.run(
            """
            UPDATE staff_recoveries SET ended_at_ms = \(now), outcome = \(end.rawValue), refused_by = \(account)
            WHERE id = \(id) AND ended_at_ms IS NULL AND expires_at_ms > \(now)
            """) == 1
    }

    /// The running one whose code this is; nil for a code that needed none.
    static func find(
        codeHash: [UInt8], at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Recovery? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM staff_recoveries
            WHERE code_hash = \(codeHash) AND ended_at_ms IS NULL AND expires_at_ms > \(now)
            """
        ).first.map(recovery)
    }

    private static let columns: StaticString =
        "id, account_id, seat, begun_at_ms, opens_at_ms, expires_at_ms, outcome, refused_by"

    private static func recovery(_ row: SQLRow) throws(SQLError) -> Recovery {
        let aim: Recovery.Aim
        if let account = try row.textIfPresent("account_id") {
            aim = .device(of: account)
        } else if let seat = StaffRole(rawValue: try row.text("seat")) {
            aim = .seat(seat)
        } else {
            throw .unreadable(column: "seat")
        }
        return Recovery(
            id: try row.value("id"), aim: aim, begunAt: try row.instant("begun_at_ms"),
            opensAt: try row.instant("opens_at_ms"), expiresAt: try row.instant("expires_at_ms"),
            end: try row.textIfPresent("outcome").flatMap(Recovery.End.init),
            refusedBy: try row.textIfPresent("refused_by"))
    }
}
