import Base
import Casework
import Catalogue
import Foundation
import Identity
import Storage
import Support
import Testing

/// Moments at which calendars go wrong, each with the day that it is in China and the end of a paper good for thirty days.
@Suite struct CalendarFaults {
    struct Moment: Sendable, CustomTestStringConvertible {
        let utc: String
        let day: String
        let until: String
        let what: String
        var testDescription: String { what }

        var instant: Instant {
            get throws {
                let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
                return Instant(
                    milliseconds: Int64((try style.parse(utc).timeIntervalSince1970 * 1_000).rounded()))
            }
        }
    }

    static let moments = [
        Moment(
            utc: "2026-12-31T15:59:59.999Z", day: "20261231", until: "2027-01-30",
            what: "the last millisecond of a year"),
        Moment(
            utc: "2026-12-31T16:00:00.000Z", day: "20270101", until: "2027-01-31",
            what: "the first of a year, while it is still the old one in Greenwich"),
        Moment(
            utc: "2028-02-28T16:00:00.000Z", day: "20280229", until: "2028-03-30", what: "29 February begins"),
        Moment(
            utc: "2028-02-29T15:59:59.999Z", day: "20280229", until: "2028-03-30", what: "29 February ends"),
        Moment(
            utc: "2028-01-29T16:00:00.000Z", day: "20280130", until: "2028-02-29",
            what: "an end on 29 February"),
        Moment(
            utc: "2027-01-29T16:00:00.000Z", day: "20270130", until: "2027-03-01",
            what: "an end after a February of 28 days"),
        Moment(
            utc: "2026-03-29T01:00:00.000Z", day: "20260329", until: "2026-04-28",
            what: "summer time begins elsewhere"),
        Moment(
            utc: "2026-10-25T01:00:00.000Z", day: "20261025", until: "2026-11-24",
            what: "summer time ends elsewhere"),
        // A leap second before 08:00 in China: POSIX time shows the second before it twice.
        Moment(
            utc: "2035-06-30T23:59:59.999Z", day: "20350701", until: "2035-07-31", what: "a leap second"),
    ]

    @Test("Row 33: number, issue and end of a paper are of China's day", arguments: moments)
    func aPaperIsOfChinasDay(_ moment: Moment) async throws {
        let house = try await CaseHouse(.sqlite, clock: TestClock(at: moment.instant))
        let number = try await house.issued(for: house.visit())

        let until = try await house.engine.read { db in
            try db.rows("SELECT valid_until FROM documents").first?.textIfPresent("valid_until")
        }

        #expect(number.spoken == moment.day + "0001")
        #expect(until == moment.until)
    }

    @Test("Row 33: a paper can be printed to the last millisecond of its last day", arguments: moments)
    func aPaperEndsWithItsLastDay(_ moment: Moment) async throws {
        let clock = TestClock(at: try moment.instant)
        let house = try await CaseHouse(.sqlite, clock: clock)
        let number = try await house.issued(for: house.visit())
        let last = try #require(CalendarDate(moment.until))
        // The day after begins in China eight hours before it does in Greenwich.
        let end = Instant(milliseconds: (Int64(last.daysSince1970 + 1) * 24 - 8) * 3_600_000)

        clock.now = end - .milliseconds(1)
        _ = try await house.verbs.print.ticket(number, for: house.visit(), requestID: "r")

        clock.now = end + .seconds(61)
        let session = try await house.visit()
        await #expect(throws: (any Error).self) {
            _ = try await house.verbs.print.ticket(number, for: session, requestID: "r")
        }
    }

    @Test("Row 33: a visit's time is counted in seconds, not in dates", arguments: moments)
    func aVisitEndsAfterItsSecondsWhateverTheDate(_ moment: Moment) async throws {
        let clock = TestClock(at: try moment.instant - .seconds(200))
        let house = try await CaseHouse(.sqlite, clock: clock)
        let token = try await house.identity.begin(
            terminal: house.terminals[0], language: .english, service: CaseHouse.residence.rawValue,
            requestID: "r")

        clock.advance(by: .seconds(389))
        _ = try await house.identity.current(token: token, terminal: house.terminals[0])
        clock.advance(by: .seconds(391))

        await #expect(throws: (any Error).self) {
            _ = try await house.identity.current(token: token, terminal: house.terminals[0])
        }
    }
}
