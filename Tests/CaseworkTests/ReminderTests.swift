import Base
import Catalogue
import Identity
import Notices
import Storage
import Support
import Testing

@testable import Casework

/// Who is reminded of what, when, and how often.
@Suite struct ReminderTests {
    /// The clock of the tests stands on Monday, 2 March 2026, nine in the morning.
    private static let tomorrow = HoldSlot.Wish(
        place: "siming", day: CalendarDate(daysSince1970: 20_515), minute: 9 * 60)
    private static let hour = Duration.seconds(3_600)

    private func reminders(_ house: CaseHouse) async throws -> [String] {
        try await house.engine.read { db in
            try db.rows("SELECT kind FROM case_notices WHERE kind IN ('appointment-tomorrow', 'ending')").map
            {
                try $0.text("kind")
            }
        }
    }

    private func timers(_ house: CaseHouse) async throws -> [Instant] {
        try await house.engine.read { db in
            try db.rows("SELECT run_at_ms FROM jobs WHERE kind = 'appointment.reminder'").map {
                try $0.instant("run_at_ms")
            }
        }
    }

    private func booked(_ house: CaseHouse) async throws -> CaseNumber {
        try await house.booked(Self.tomorrow, by: house.visit(for: AppointmentTests.household))
    }

    /// Her form went on at another visit.
    @Test(arguments: TestEngine.available)
    func sheIsWrittenToInTheLanguageInWhichSheHandsIn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: AppointmentTests.household)
        let number = try await house.readyToBook(for: session)
        try await house.verbs.slot(Self.tomorrow, in: number, of: session)
        try await house.engine.write { db in
            _ = try db.run("UPDATE cases SET language = 'nan-Hant'")
        }

        try await house.verbs.submit(number, of: session, requestID: "r")

        let languages = try await house.engine.read { db in
            try db.rows("SELECT language FROM case_notices").map { try $0.text("language") }
        }
        #expect(languages == ["en"])
    }

    @Test(arguments: TestEngine.available)
    func theDayBeforeAtTheHourAndOnceHoweverOftenTheTimerRuns(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        _ = try await booked(house)
        #expect(try await timers(house) == [TestClock.start + Self.hour])

        _ = try await house.runJobs()
        #expect(try await reminders(house).isEmpty, "it is nine")
        house.clock.advance(by: Self.hour)
        for _ in 1...3 {
            _ = try await house.runJobs()
            // As after a runner that died before it could say that it was done.
            try await house.engine.write { db in
                _ = try db.run("UPDATE jobs SET state = 'waiting' WHERE kind = 'appointment.reminder'")
            }
        }
        #expect(try await reminders(house) == ["appointment-tomorrow"])
    }

    @Test(
        arguments: [
            "UPDATE appointments SET state = 'kept'",
            "UPDATE appointments SET state = 'missed'",
            "UPDATE appointments SET state = 'cancelled', seat = NULL, only_day = NULL",
            "UPDATE appointments SET starts_at_ms = starts_at_ms + 86400000, ends_at_ms = ends_at_ms + 86400000",
        ] as [SQLStatement])
    func whatWasKeptGivenBackOrMovedMeanwhileIsNotRemindedOf(_ change: SQLStatement) async throws {
        let house = try await CaseHouse(.sqlite)
        _ = try await booked(house)
        try await house.engine.write { db in _ = try db.run(change) }

        house.clock.advance(by: Self.hour)
        _ = try await house.runJobs()

        #expect(try await reminders(house).isEmpty)
    }

    /// Ten is the hour: at nine in the evening of the day before, and on the day itself, it is too late.
    @Test(arguments: [1: 1, 11: 1, 12: 0, 20: 0, 23: 0, 30: 0])
    func whatIsLateIsSentByDayAndOnTheDayBeforeAlone(_ hours: Int, _ sent: Int) async throws {
        let house = try await CaseHouse(.sqlite)
        _ = try await booked(house)

        house.clock.advance(by: Self.hour * hours)
        _ = try await house.runJobs()

        #expect(try await reminders(house).count == sent)
    }

    @Test func whoBooksAfterTheHourNeedsNoReminder() async throws {
        let house = try await CaseHouse(.sqlite)
        house.clock.advance(by: Self.hour * 2)
        _ = try await booked(house)
        #expect(try await timers(house).isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func whatHasNotLeftYetIsTakenBackWithTheAppointment(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await booked(house)
        house.clock.advance(by: Self.hour)
        _ = try await house.runJobs()
        #expect(try await reminders(house).count == 1)

        let session = try await house.visit(at: 2, for: AppointmentTests.cancelling)
        let cancelling = try await house.open(AppointmentTests.cancelling, for: session)
        try await house.verbs.fetch(cancelling, of: session, requestID: "r")
        try await house.answer(cancelling, ["cause": "busy"], of: session)
        try await house.verbs.slot.choose(number.rawValue, in: cancelling, of: session)
        try await house.verbs.submit(cancelling, of: session, requestID: "r")

        #expect(try await reminders(house).isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func whatEndsIsRemindedOfOnceAndNotWhenTheNextIsThere(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let item = try #require(house.catalogue[CaseHouse.id("insurance/pension-eligibility")])
        #expect(item.result.remindDaysBefore == 30 && item.result.validityDays == 365)
        let number = try await house.issued(for: house.visit())
        let parts = house.parts
        let end = CalendarDate(daysSince1970: CalendarDate(inChinaAt: house.clock.now).daysSince1970 + 365)
        try await house.engine.write { db in
            try ResultReminderJob.enqueue(number, item, until: end, parts, in: db)
            // Of a service that reminds of nothing.
            let other = try parts.item(CaseHouse.residence)
            try ResultReminderJob.enqueue(number, other, until: end, parts, in: db)
        }

        house.clock.advance(by: .seconds(334 * 86_400))
        _ = try await house.runJobs()
        #expect(try await reminders(house).isEmpty, "thirty-one days are left")
        house.clock.advance(by: .seconds(86_400) + Self.hour)
        for _ in 1...3 {
            _ = try await house.runJobs()
            try await house.engine.write { db in
                _ = try db.run("UPDATE jobs SET state = 'waiting' WHERE kind = 'result.reminder'")
            }
        }
        #expect(try await reminders(house) == ["ending"])

        try await house.engine.write { db in _ = try db.run("DELETE FROM case_notices") }
        _ = try await house.issued(for: house.visit(at: 1))
        _ = try await house.runJobs()
        #expect(try await reminders(house).isEmpty, "she has the next one")
    }

    @Test func everyServiceThatSaysItRemindsDoes() async throws {
        let house = try await CaseHouse(.sqlite)
        for item in house.catalogue.items where item.slots == nil && item.result.remindDaysBefore == nil {
            for question in item.questions {
                for text in [question.label, question.why] {
                    #expect(
                        text[.mandarin].firstMatch(of: /(前|期).{0,8}提醒/) == nil,
                        "\(item.id.rawValue) \(question.id) promises a reminder that nobody sends")
                }
            }
        }
    }
}
