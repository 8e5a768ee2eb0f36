import Base
import Catalogue
import Storage
import Support
import Testing

@testable import Casework

/// Who gets which slot, by the schema's word.
@Suite struct AppointmentStoreTests {
    private static let start = TestClock.start + .seconds(86_400)
    private static let people = 2

    /// A database with open cases of as many people.
    private struct Shelf {
        let engine: any SQLEngine
        let world = World.frozen()
        let numbers: [CaseNumber]

        init(_ kind: TestEngine, cases count: Int) async throws {
            engine = try await kind.make(CaseworkMigrations.all)
            let prefix = CaseNumber.prefix(
                implementationCode: "11350200MBX900017M3002090014000",
                day: CalendarDate(inChinaAt: TestClock.start))
            numbers = (1...count).map { CaseNumber(prefix: prefix, sequence: Int64($0)) }
            let (numbers, world) = (numbers, world)
            try await engine.write { db in
                for number in numbers {
                    try CaseStore.insert(
                        CaseFile(
                            number: number, service: AppointmentStoreTests.service, serviceVersion: 1,
                            citizen: Token(world), terminalID: "t", language: .english, state: .open,
                            answers: [:], record: nil, openedAt: TestClock.start, submittedAt: nil,
                            issuedAt: nil),
                        in: db)
                }
            }
        }

        func wish(
            _ index: Int, of citizen: Token, at place: String = "siming", start: Instant = start,
            now: Instant = TestClock.start
        ) -> Appointment {
            Appointment(
                number: numbers[index], citizen: citizen, service: AppointmentStoreTests.service,
                place: place, startsAt: start, endsAt: start + .seconds(1_800), state: .held,
                heldUntil: now + Appointment.holdLife, changedAt: now)
        }

        func hold(_ wish: Appointment, people: Int = people, now: Instant = TestClock.start) async throws {
            try await engine.patiently(world) { db in
                try AppointmentStore.hold(wish, people: people, isOnlyOneOfDay: true, at: now, in: db)
            }
        }

        func free(now: Instant = TestClock.start) async throws -> Int {
            let number = try #require(CaseNumber(rawValue: numbers[0].rawValue.dropLast(4) + "9999"))
            let taken = try await engine.read { db in
                try AppointmentStore.taken(
                    of: AppointmentStoreTests.service, at: "siming", from: start,
                    before: start + .seconds(1), besides: number, at: now, in: db)
            }
            return people - (taken[start] ?? 0)
        }

        func write<T: Sendable>(_ work: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T
        {
            try await engine.write(work)
        }
    }

    private static let service = CaseHouse.id("police/household-appointment")

    /// A newer version has one seat fewer: who gives one back makes no room for somebody beyond what is left.
    @Test(arguments: TestEngine.available)
    func seatsThatAVersionTookAwayAreNotGivenOutAgain(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 4)
        for index in 0..<3 {
            try await shelf.hold(shelf.wish(index, of: Token(shelf.world)), people: 3)
        }
        let first = shelf.numbers[0]
        try await shelf.write { db in try AppointmentStore.release(first, at: TestClock.start, in: db) }

        await #expect(throws: AppointmentRefused.slotTaken) {
            try await shelf.hold(shelf.wish(3, of: Token(shelf.world)), people: 2)
        }
        try await shelf.hold(shelf.wish(3, of: Token(shelf.world)), people: 3)
    }

    @Test(arguments: TestEngine.available)
    func ofAThousandWhoWantOneSlotExactlyOneGetsIt(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 1_000)

        let winners = try await withThrowingTaskGroup(of: CaseNumber?.self) { group in
            for index in 0..<1_000 {
                group.addTask {
                    let wish = shelf.wish(index, of: Token(shelf.world))
                    do {
                        try await shelf.hold(wish, people: 1)
                        return wish.number
                    } catch AppointmentRefused.slotTaken {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.compactMap(\.self)
        }

        #expect(winners.count == 1)
        let kept = try await shelf.engine.read { db in
            try winners.map { try AppointmentStore.find($0, in: db)?.state }
        }
        #expect(kept == [.held])
    }

    @Test(arguments: TestEngine.available)
    func asManyAsTheSlotHasSeatsGetOne(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 3)
        try await shelf.hold(shelf.wish(0, of: Token(shelf.world)))
        try await shelf.hold(shelf.wish(1, of: Token(shelf.world)))

        #expect(try await shelf.free() == 0)
        await #expect(throws: AppointmentRefused.slotTaken) {
            try await shelf.hold(shelf.wish(2, of: Token(shelf.world)))
        }
    }

    @Test(arguments: TestEngine.available)
    func theSchemaItselfGivesNoSeatTwiceAndNoneBeyondTheLast(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 3)
        try await shelf.hold(shelf.wish(0, of: Token(shelf.world)))
        let (second, start) = (shelf.numbers[1], Self.start)
        for seat in [Int64(1), 0, 3] {
            await #expect(throws: SQLError.self) {
                try await shelf.write { db in
                    try db.run(
                        """
                        INSERT INTO appointments (case_number, citizen_id, service, place, starts_at_ms,
                            ends_at_ms, state, people, seat, changed_at_ms)
                        VALUES (\(second), 'c', \(Self.service), 'siming', \(start),
                            \(start + .seconds(1)), 'booked', 2, \(seat), 0)
                        """)
                }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aSlotThatWasHeldForTenMinutesIsFreeAgain(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 2)
        let (first, second) = (Token(shelf.world), Token(shelf.world))
        try await shelf.hold(shelf.wish(0, of: first), people: 1)
        let over = TestClock.start + Appointment.holdLife
        let justBefore = over - .milliseconds(1)

        await #expect(throws: AppointmentRefused.slotTaken) {
            try await shelf.hold(shelf.wish(1, of: second, now: justBefore), people: 1, now: justBefore)
        }
        #expect(try await shelf.free(now: justBefore) == 1)
        #expect(try await shelf.free(now: over) == 2)
        try await shelf.hold(shelf.wish(1, of: second, now: over), people: 1, now: over)

        let number = shelf.numbers[0]
        #expect(
            try await shelf.write { db in try AppointmentStore.confirm(number, at: over, in: db) } == false)
    }

    @Test(arguments: TestEngine.available)
    func aCaseThatChoosesAgainLeavesItsFormerSlotFree(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 2)
        let citizen = Token(shelf.world)
        try await shelf.hold(shelf.wish(0, of: citizen), people: 1)
        try await shelf.hold(shelf.wish(0, of: citizen, start: Self.start + .seconds(1_800)), people: 1)
        try await shelf.hold(shelf.wish(1, of: Token(shelf.world)), people: 1)
        // The other slot is taken now, so what is held stays.
        await #expect(throws: AppointmentRefused.slotTaken) {
            try await shelf.hold(shelf.wish(0, of: citizen), people: 1)
        }
        let number = shelf.numbers[0]
        let held = try await shelf.engine.read { db in try AppointmentStore.find(number, in: db) }
        #expect(held?.startsAt == Self.start + .seconds(1_800))
    }

    @Test(arguments: TestEngine.available)
    func nobodyHasTwoBookingsOfAServiceOnOneDay(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 3)
        let citizen = Token(shelf.world)
        try await shelf.hold(shelf.wish(0, of: citizen))

        await #expect(throws: AppointmentRefused.dayTaken) {
            try await shelf.hold(shelf.wish(1, of: citizen, at: "huli", start: Self.start + .seconds(3_600)))
        }
        try await shelf.hold(shelf.wish(2, of: citizen, start: Self.start + .seconds(86_400)))
    }

    @Test(arguments: TestEngine.available)
    func whatIsGivenBackOrGivenUpIsFreeAtOnce(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 3)
        let citizen = Token(shelf.world)
        let (first, second, now) = (shelf.numbers[0], shelf.numbers[1], TestClock.start)
        try await shelf.hold(shelf.wish(0, of: citizen))
        try await shelf.hold(shelf.wish(1, of: Token(shelf.world)))
        #expect(try await shelf.write { db in try AppointmentStore.confirm(first, at: now, in: db) })
        let stranger = Token(shelf.world)

        #expect(
            try await shelf.write { db in
                try AppointmentStore.cancel(first, of: stranger, from: now, at: now, in: db)
            } == false)
        #expect(
            try await shelf.write { db in
                try AppointmentStore.cancel(
                    first, of: citizen, from: Self.start + .seconds(1), at: now, in: db)
            } == false, "what is too near")
        #expect(
            try await shelf.write { db in
                try AppointmentStore.cancel(first, of: citizen, from: Self.start, at: now, in: db)
            })
        _ = try await shelf.write { db in
            try CaseStore.advance(second, by: .withdrawn, terminal: nil, at: now, in: db)
        }

        #expect(try await shelf.free() == Self.people)
        // And the day is hers again.
        try await shelf.hold(shelf.wish(2, of: citizen))
        let states = try await shelf.engine.read { db in
            [
                try AppointmentStore.find(first, in: db)?.state,
                try AppointmentStore.find(second, in: db)?.state,
            ]
        }
        #expect(states == [.cancelled, .cancelled])
    }

    /// Of who is left out of the list nobody could say that she came.
    @Test(arguments: TestEngine.available)
    func everybodyOfADayIsExpected(_ engine: TestEngine) async throws {
        let shelf = try await Shelf(engine, cases: 2_100)
        _ = try await shelf.write { db in
            try db.run(
                """
                INSERT INTO appointments (case_number, citizen_id, service, place, starts_at_ms, ends_at_ms, state,
                    people, seat, changed_at_ms)
                SELECT number, citizen_id, service, 'siming', \(Self.start), \(Self.start + .seconds(1_800)), 'booked',
                    3000, CAST(row_number() OVER (ORDER BY number) AS INTEGER), \(TestClock.start)
                FROM cases
                """)
        }

        let expected = try await shelf.engine.read { db in
            try AppointmentStore.expected(
                for: Self.service, from: Self.start, before: Self.start + .seconds(1), in: db
            ).map(\.0.number)
        }
        #expect(expected == shelf.numbers)
    }
}
