import Base
import Storage

/// Every statement about the `staff_seats` table: which officers' places were ever held.
enum SeatStore {
    static func wasHeld(_ seat: StaffRole, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT seat FROM staff_seats WHERE seat = \(seat.rawValue)").isEmpty
    }

    static func everHeld(in db: any SQLConnection) throws(SQLError) -> Set<StaffRole> {
        Set(
            try db.rows("SELECT seat FROM staff_seats LIMIT \(StaffRole.allCases.count)")
                .map { row throws(SQLError) in try row.text("seat") }.compactMap(StaffRole.init))
    }

    /// Notes that an active account holds these roles from now on.
    static func hold(
        _ roles: Set<StaffRole>, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        for seat in roles.intersection(StaffRole.officers) {
            try db.run(
                """
                INSERT INTO staff_seats (seat, held_since_ms) VALUES (\(seat.rawValue), \(now))
                ON CONFLICT (seat) DO NOTHING
                """)
        }
    }
}
