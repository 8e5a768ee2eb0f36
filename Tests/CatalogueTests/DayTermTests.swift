import Base
import Testing

@testable import Catalogue

/// Days counted from others, as results and papers are.
@Suite struct DayTermTests {
    private static let end = "police/residence-permits.endorsedUntil"

    private func day(_ text: String, known: RuleValue = .nothing, on today: String = "2026-03-20") throws
        -> String?
    {
        let today = try #require(CalendarDate(today))
        let facts = RuleFacts(today: today, values: [Self.end: known])
        return try #require(DayTerm(text)).day(issuedOn: today, in: facts)?.description
    }

    @Test(
        arguments: [
            ("today", "2026-03-20"), ("today+0", "2026-03-20"), ("today+365", "2027-03-20"),
            ("today+12months", "2027-03-20"), ("today+1months", "2026-04-20"),
            ("today+1200months", "2126-03-20"),
        ])
    func aDayIsCountedFromTheResult(_ text: String, _ expected: String) throws {
        #expect(try day(text) == expected)
    }

    @Test(
        arguments: [
            ("2024-02-29", "2025-02-28"), ("2026-04-02", "2027-04-02"), ("2023-02-28", "2024-02-28"),
        ])
    func aYearFromTheOldEndKeepsItsDay(_ old: String, _ expected: String) throws {
        #expect(try day(Self.end + "+12months", known: .date(try #require(CalendarDate(old)))) == expected)
    }

    /// What a question's days may be: a day may lie before another, too.
    @Test(
        arguments: [
            ("", "2026-03-31"), ("+0", "2026-03-31"), ("-30", "2026-03-01"), ("-1months", "2026-02-28"),
            ("+6months", "2026-09-30"), ("-1200months", "1926-03-31"), ("+40000", "2135-10-06"),
            ("-40000", "1916-09-24"),
        ])
    func aDayIsCountedBothWays(_ text: String, _ expected: String) throws {
        let day = try #require(CalendarDate("2026-03-31"))
        #expect(try #require(DayShift(text)).day(from: day)?.description == expected)
    }

    @Test(arguments: ["30", "-", "--3", "-1201months", "-40001", "-3 ", "- 3", "-months", "+3days"])
    func whatIsNoCountIsNone(_ text: String) {
        #expect(DayShift(text) == nil)
    }

    @Test func aRegisterWithoutTheDayGivesNone() throws {
        #expect(try day(Self.end + "+12months") == nil)
        #expect(try day(Self.end, known: .text("soon")) == nil)
        #expect(try day("today+12months", on: "9999-01-01") == nil)
    }

    @Test(
        arguments: [
            "", "+", "today+", "today+-3", "today++3", "today+3days", "today+months", "today+１",
            "today+40001",
            "today+1201months", "today+99999999999999999999", "today+12months+3", "today+3 months",
            "today+12month",
        ])
    func whatIsNoDayIsNone(_ text: String) {
        #expect(DayTerm(text) == nil)
    }
}
