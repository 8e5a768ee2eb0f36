import Base
import Catalogue
import Storage

/// Every statement about the `appointments` table.
enum AppointmentStore {
    static func find(_ number: CaseNumber, in db: any SQLConnection) throws(SQLError) -> Appointment? {
        try db.rows("SELECT \(raw: columns) FROM appointments WHERE case_number = \(number)").first
            .map(read)
    }

    /// Holds a seat of a slot for a case, in place of what the case held before.
    ///
    /// What ran out is swept away when somebody wants it; until then it stands in nobody's way, for nothing counts it.
    ///
    /// `people` is how many seats the slot has; `isOnlyOneOfDay` says whether its person may have no other on that day.
    ///
    /// - Throws: ``AppointmentRefused/slotTaken``, ``AppointmentRefused/dayTaken``.
    static func hold(
        _ wish: Appointment, people: Int, isOnlyOneOfDay: Bool, at now: Instant, in db: any SQLConnection
    ) throws {
        try db.run("DELETE FROM appointments WHERE case_number = \(wish.number) AND state = 'held'")
        try db.run(
            """
            DELETE FROM appointments WHERE service = \(wish.service) AND place = \(wish.place)
                AND starts_at_ms = \(wish.startsAt) AND state = 'held' AND held_until_ms <= \(now)
            """)
        let day = isOnlyOneOfDay ? Int64(wish.day.daysSince1970) : nil
        if let day {
            try db.run(
                """
                DELETE FROM appointments WHERE service = \(wish.service) AND citizen_id = \(wish.citizen)
                    AND only_day = \(day) AND state = 'held' AND held_until_ms <= \(now)
                """)
            let others = try db.rows(
                """
                SELECT 1 AS one FROM appointments
                WHERE service = \(wish.service) AND citizen_id = \(wish.citizen) AND only_day = \(day)
                """)
            guard others.isEmpty else { throw AppointmentRefused.dayTaken }
        }
        let taken = try seats(of: wish, in: db)
        // A version with fewer seats counts those of the one before it.
        guard taken.count < people, let seat = (1...people).first(where: { !taken.contains(Int64($0)) })
        else {
            throw AppointmentRefused.slotTaken
        }
        let kept = try db.run(
            """
            INSERT INTO appointments (case_number, citizen_id, service, place, starts_at_ms, ends_at_ms, state,
                                      people, seat, only_day, held_until_ms, changed_at_ms)
            VALUES (\(wish.number), \(wish.citizen), \(wish.service), \(wish.place), \(wish.startsAt),
                    \(wish.endsAt), 'held', \(Int64(people)), \(Int64(seat)), \(day), \(wish.heldUntil), \(now))
            ON CONFLICT DO NOTHING
            """)
        // The schema had the last word.
        guard kept == 1 else { throw AppointmentRefused.slotTaken }
    }

    private static func seats(of wish: Appointment, in db: any SQLConnection) throws(SQLError) -> Set<Int64> {
        let rows = try db.rows(
            """
            SELECT seat FROM appointments
            WHERE service = \(wish.service) AND place = \(wish.place) AND starts_at_ms = \(wish.startsAt)
                AND seat IS NOT NULL
            LIMIT 1000
            """)
        var seats: Set<Int64> = []
        for row in rows { seats.insert(try row.int("seat")) }
        return seats
    }

    /// Books what a case holds.
    ///
    /// - Returns: False when it holds nothing any more.
    static func confirm(_ number: CaseNumber, at now: Instant, in db: any SQLConnection) throws(SQLError)
        -> Bool
    {
        try db.run(
            """
            UPDATE appointments SET state = 'booked', held_until_ms = NULL, changed_at_ms = \(now)
            WHERE case_number = \(number) AND state = 'held' AND held_until_ms > \(now)
            """) == 1
    }

    /// Gives a booking back, as long as it is the person's and lies on or after a moment.
    static func cancel(
        _ number: CaseNumber, of citizen: Token, from first: Instant, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE appointments SET state = 'cancelled', seat = NULL, only_day = NULL, changed_at_ms = \(now)
            WHERE case_number = \(number) AND citizen_id = \(citizen) AND state = 'booked'
                AND starts_at_ms >= \(first)
            """) == 1
    }

    /// Appointments that were given back and whose slips still say that somebody is expected.
    static func cancelledWithSlip(
        after last: CaseNumber?, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [CaseNumber] {
        try db.rows(
            """
            SELECT appointments.case_number FROM appointments
            JOIN cases ON cases.number = appointments.case_number
            WHERE appointments.case_number > \(last?.rawValue ?? "") AND appointments.state = 'cancelled'
                AND cases.state IN ('issued', 'delivered')
                AND NOT EXISTS (SELECT 1 FROM case_events WHERE case_events.case_number = appointments.case_number
                    AND case_events.event = \(CaseEvent.paperRevoked))
            ORDER BY appointments.case_number LIMIT \(limit)
            """
        ).map { row throws(SQLError) in try row.value("case_number") }
    }

    /// Frees whatever a case that was given up has taken.
    static func release(_ number: CaseNumber, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE appointments SET state = 'cancelled', seat = NULL, only_day = NULL, held_until_ms = NULL,
                changed_at_ms = \(now)
            WHERE case_number = \(number) AND state IN ('held', 'booked')
            """)
    }

    /// Says whether the person came to what has begun.
    static func mark(
        _ number: CaseNumber, _ state: Appointment.State, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE appointments SET state = \(state), changed_at_ms = \(now)
            WHERE case_number = \(number) AND state IN ('booked', 'kept', 'missed') AND starts_at_ms <= \(now)
            """) == 1
    }

    /// How many seats are taken of each slot of a place, but for those of one case.
    static func taken(
        of service: ServiceID, at place: String, from first: Instant, before last: Instant,
        besides number: CaseNumber, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [Instant: Int] {
        let rows = try db.rows(
            """
            SELECT starts_at_ms, count(*) AS n FROM appointments
            WHERE service = \(service) AND place = \(place) AND starts_at_ms >= \(first)
                AND starts_at_ms < \(last) AND seat IS NOT NULL AND case_number <> \(number)
                AND (state <> 'held' OR held_until_ms > \(now))
            GROUP BY starts_at_ms ORDER BY starts_at_ms LIMIT 20000
            """)
        var taken: [Instant: Int] = [:]
        for row in rows { taken[try row.instant("starts_at_ms")] = Int(try row.int("n")) }
        return taken
    }

    /// A person's bookings from a moment on, the next first; of one service when it is named.
    static func booked(
        of citizen: Token, service: ServiceID? = nil, from first: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [Appointment] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM appointments
            WHERE citizen_id = \(citizen) AND starts_at_ms >= \(first) AND state = 'booked'
                AND service = coalesce(\(service), service)
            ORDER BY starts_at_ms, case_number LIMIT 50
            """
        ).map(read)
    }

    /// What a person had of a service from a moment until now, for the record of missed visits.
    static func past(
        of citizen: Token, service: ServiceID, from first: Instant, to now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [Appointment] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM appointments
            WHERE citizen_id = \(citizen) AND service = \(service) AND starts_at_ms >= \(first)
                AND starts_at_ms < \(now) AND state IN ('booked', 'missed')
            ORDER BY starts_at_ms LIMIT 1000
            """
        ).map(read)
    }

    /// Who is expected, or was, at the places of a service, each with the service's version of its case.
    ///
    /// There are no more than the seats of the time; of who is left out nobody could say that she came.
    static func expected(
        for service: ServiceID, from first: Instant, before last: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [(Appointment, Int?)] {
        try db.rows(
            """
            SELECT \(raw: columns),
                (SELECT service_version FROM cases WHERE cases.number = appointments.case_number) AS version
            FROM appointments
            WHERE service = \(service) AND starts_at_ms >= \(first) AND starts_at_ms < \(last)
                AND state IN ('booked', 'kept', 'missed')
            ORDER BY place, starts_at_ms, case_number
            """
        ).map { row throws(SQLError) in (try read(row), try row.intIfPresent("version").map(Int.init)) }
    }

    /// The services' versions under which visits were booked that begin at a moment or after it.
    static func versions(
        from first: Instant, in db: any SQLConnection
    ) throws(SQLError) -> [(service: ServiceID, version: Int)] {
        try db.rows(versionsStatement(from: first)).map { row throws(SQLError) in
            (try row.value("service"), Int(try row.int("service_version")))
        }
    }

    static func versionsStatement(from first: Instant) -> SQLStatement {
        """
        SELECT cases.service, cases.service_version FROM appointments
        JOIN cases ON cases.number = appointments.case_number
        WHERE appointments.starts_at_ms >= \(first) AND appointments.state IN ('booked', 'kept', 'missed')
        GROUP BY cases.service, cases.service_version
        ORDER BY cases.service, cases.service_version LIMIT 5000
        """
    }

    static func forget(_ number: String, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM appointments WHERE case_number = \(number)")
    }

    private static let columns: StaticString = """
        case_number, citizen_id, service, place, starts_at_ms, ends_at_ms, state, held_until_ms, changed_at_ms
        """

    private static func read(_ row: SQLRow) throws(SQLError) -> Appointment {
        Appointment(
            number: try row.value("case_number"), citizen: try row.value("citizen_id"),
            service: try row.value("service"), place: try row.text("place"),
            startsAt: try row.instant("starts_at_ms"), endsAt: try row.instant("ends_at_ms"),
            state: try row.value("state"), heldUntil: try row.instantIfPresent("held_until_ms"),
            changedAt: try row.instant("changed_at_ms"))
    }
}
