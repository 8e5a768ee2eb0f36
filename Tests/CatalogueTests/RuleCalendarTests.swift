import Base
import Testing

@testable import Catalogue

/// Calendar months and days of the year in rules.
@Suite struct RuleCalendarTests {
    private static let scope: [String: RuleType] = [
        "answer.from": .date, "answer.to": .date, "answer.price": .number, "answer.kind": .choice(["rent"]),
        "answer.note": .text, "person.birthDate": .date,
    ]

    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    /// Two days, and the whole months from the first to the second.
    static let spans = [
        ("2026-01-31", "2026-01-31", 0), ("2026-01-15", "2026-02-14", 0), ("2026-01-15", "2026-02-15", 1),
        ("2026-01-15", "2027-01-14", 11), ("2026-01-15", "2027-01-15", 12),
        // where the month has no such day, its last one is the day
        ("2026-01-31", "2026-02-27", 0), ("2026-01-31", "2026-02-28", 1), ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1), ("2026-03-31", "2026-04-29", 0), ("2026-03-31", "2026-04-30", 1),
        ("2026-02-28", "2026-03-27", 0), ("2026-02-28", "2026-03-28", 1),
        // a year from 29 February, and the next such day
        ("2024-02-29", "2025-02-27", 11), ("2024-02-29", "2025-02-28", 12), ("2024-02-29", "2028-02-28", 47),
        ("2024-02-29", "2028-02-29", 48),
        // backwards: the month that has begun counts
        ("2026-02-15", "2026-02-14", -1), ("2026-02-15", "2026-01-15", -1), ("2026-02-15", "2026-01-14", -2),
        ("2026-03-31", "2026-02-28", -1), ("2026-03-31", "2026-02-27", -2), ("2026-01-01", "2025-12-31", -1),
        // a century and more
        ("1926-03-20", "2026-03-19", 1_199), ("1926-03-20", "2026-03-20", 1_200),
        ("0001-01-01", "9999-12-31", 119_987),
    ]

    @Test(arguments: spans) func wholeMonthsLieBetweenTwoDays(_ from: String, _ to: String, _ months: Int)
        throws
    {
        let (first, last) = (try Self.day(from), try Self.day(to))
        let facts = RuleFacts(today: last, values: ["answer.from": .date(first), "answer.to": .date(last)])

        #expect(
            try Rule("months(answer.from, answer.to) == 0 + \(months)".replacing("+ -", with: "- ")).holds(
                in: facts))
        #expect(try Rule("months(answer.from, today) > 5").holds(in: facts) == (months > 5))
        // what is counted is what can be added without passing the end
        let reached = first.adding(months: months)
        #expect(try #require(reached) <= last)
        if let beyond = first.adding(months: months + 1) { #expect(beyond > last) }
    }

    /// What is added to 2026-03-31, and the day that comes of it; nil where there is none.
    static let terms = [
        ("answer.from + 1 months", "2026-04-30"), ("answer.from - 1 months", "2026-02-28"),
        ("answer.from + 0 months", "2026-03-31"), ("answer.from + 12months", "2027-03-31"),
        ("answer.from - 25 months", "2024-02-29"), ("answer.from + 9 months", "2026-12-31"),
        // from left to right, so that months and days may follow each other
        ("answer.from + 1 months + 1", "2026-05-01"), ("answer.from + 1 + 1 months", "2026-05-01"),
        ("answer.from + 1 months + 1 months", "2026-05-30"), ("(answer.from + 1) - 1 months", "2026-03-01"),
        ("answer.from + 1200 months", "2126-03-31"), ("answer.from - 1200 months", "1926-03-31"),
        ("2024-02-29 + 12 months", "2025-02-28"), ("today - 3 months", "2025-10-31"),
        ("9999-12-01 + 1 months", nil), ("0001-01-31 - 1 months", nil), ("answer.to + 1 months", nil),
    ]

    @Test(arguments: terms.indices) func aDayIsSoManyMonthsLater(_ index: Int) throws {
        let (term, expected) = Self.terms[index]
        let facts = RuleFacts(
            today: try Self.day("2026-01-31"), values: ["answer.from": .date(try Self.day("2026-03-31"))])
        let rule = try Rule("\(term) == \(expected ?? "2026-01-31")")

        #expect(rule.fault(knowing: Self.scope) == nil)
        #expect(rule.verdict(in: facts) == (expected == nil ? nil : true))
        #expect(rule.holds(in: facts) == (expected != nil))
        let other = try Rule("\(term) != \(expected ?? "2026-01-31")")
        #expect(other.verdict(in: facts) == (expected == nil ? nil : false))
    }

    /// A window that opens every year, and one that lies over new year.
    static let seasons = [
        ("dayOfYear(today) >= 06-15 and dayOfYear(today) <= 07-10", "06-15", "07-10"),
        ("dayOfYear(today) >= 02-29 and dayOfYear(today) < 03-02", "02-29", "03-01"),
        ("dayOfYear(today) > 12-14 or dayOfYear(today) <= 01-10", "12-15", "01-10"),
    ]

    @Test(arguments: seasons) func aWindowOpensFromDayToDayEachYear(
        _ source: String, _ first: String, _ last: String
    ) throws {
        let rule = try Rule(source)
        #expect(rule.fault(knowing: Self.scope) == nil)
        for year in [2023, 2024, 2100] {
            var (days, open) = (0, [String]())
            var day = try Self.day("\(year)-01-01")
            while day.year == year {
                let name = String(day.description.dropFirst(5))
                let isIn = first < last ? first <= name && name <= last : name >= first || name <= last
                #expect(rule.holds(in: RuleFacts(today: day, values: [:])) == isIn, "\(day)")
                if isIn { open.append(name) }
                days += 1
                day = CalendarDate(daysSince1970: day.daysSince1970 + 1)
            }
            #expect(days == (year == 2024 ? 366 : 365) && !open.isEmpty)
        }
    }

    @Test func aBirthdayComesEveryYear() throws {
        let rule = try Rule("dayOfYear(person.birthDate) == dayOfYear(today)")
        for (born, today, holds) in [
            ("1946-03-20", "2026-03-20", true), ("1946-03-20", "2026-03-21", false),
            ("1944-02-29", "2024-02-29", true), ("1944-02-29", "2026-02-28", false),
        ] {
            let facts = RuleFacts(
                today: try Self.day(today), values: ["person.birthDate": .date(try Self.day(born))])
            #expect(rule.holds(in: facts) == holds, "\(born) \(today)")
        }
    }

    /// What looks at a day that nobody knows decides nothing.
    @Test(
        arguments: [
            ("months(answer.from, today) >= 6", nil), ("not (months(answer.from, today) >= 6)", nil),
            ("months(today, answer.to) >= 6", false), ("answer.from + 3 months >= today", nil),
            ("answer.to + 3 months >= today", true), ("today <= answer.from - 3 months", nil),
            ("dayOfYear(answer.from) >= 06-15", nil), ("dayOfYear(answer.to) == 03-20", true),
            ("answer.to + 3 months >= today or dayOfYear(answer.from) == 01-01", true),
            ("empty(answer.from + 3 months)", true), ("empty(police/permits.endsOn + 3 months)", nil),
            ("empty(dayOfYear(police/permits.endsOn))", nil),
        ] as [(String, Bool?)]) func whatIsNotKnownDecidesNothing(_ source: String, _ verdict: Bool?) throws
    {
        let day = try Self.day("2026-03-20")
        let facts = RuleFacts(today: day, values: ["answer.from": .nothing, "answer.to": .date(day)])

        #expect(try Rule(source).verdict(in: facts) == verdict)
        if verdict == nil, !source.hasPrefix("not"), !source.hasPrefix("empty") {
            #expect(try !Rule(source).holds(in: facts))
        }
    }

    /// Sources, what is said of them, and how to mend them.
    static let faults = [
        ("months(today) > 1", "months takes 2", "months(…)"),
        ("months(answer.price, today) > 1", "a number stands where a date is wanted", "Compare"),
        ("dayOfYear(today, today) == 01-01", "dayOfYear takes 1", "dayOfYear(…)"),
        ("dayOfYear(answer.kind) == 01-01", "a choice stands where a date is wanted", "Compare"),
        ("answer.price + 3 months == today", "a number has no months", "from a date"),
        ("dayOfYear(today) + 3 months == 01-01", "a day of the year has no months", "from a date"),
        ("dayOfYear(today) + 3 == 01-01", "a day of the year has no sum", "to a date"),
        ("today + 1201 months > today", "at most 1200 months", "2100-01-01"),
        ("today + months(answer.from, today) months > today", "goes on with months", "Join"),
        ("answer.price == 3 months", "3 months means nothing here", "today + 3 months"),
        ("3 months + today > today", "3 months means nothing here", "today + 3 months"),
        ("today + 3 month > today", "3 month means nothing here", "today + 3 months"),
        ("today + 30 days > today", "30 days means nothing here", "today + 30 for days"),
        ("answer.from >= 06-15", "a date is compared with a day of the year", "dayOfYear(…)"),
        ("06-15 < today", "a day of the year is compared with a date", "dayOfYear(…)"),
        ("dayOfYear(today) >= 2026-06-15", "a day of the year is compared with a date", "dayOfYear(…)"),
        ("answer.price >= 06-15", "a number is compared with a day of the year", "one kind"),
        ("dayOfYear(today) == 615", "a day of the year is compared with a number", "one kind"),
        ("dayOfYear(today) == 02-30", "02-30 is no date", "mm-dd"),
        ("dayOfYear(today) == 13-01", "13-01 is no date", "mm-dd"),
        ("dayOfYear(today) == 6-15", "6-15 is no date", "mm-dd"),
        ("answer.price == 20-10", "20-10 is no date", "spaces around a minus"),
        ("today + 3 months", "This is a date, not a condition", "Compare"),
        ("dayOfYear(today)", "This is a day of the year, not a condition", "Compare"),
    ]

    @Test(arguments: faults) func whatIsNoCalendarIsRefused(
        _ source: String, _ message: String, _ remedy: String
    ) {
        var fault: RuleFault?
        do throws(RuleFault) {
            fault = try Rule(source).fault(knowing: Self.scope)
        } catch {
            fault = error
        }

        #expect(fault?.message.english.contains(message) == true, "\(String(describing: fault))")
        #expect(fault?.remedy.english.contains(remedy) == true, "\(String(describing: fault))")
    }

    @Test func namesInsideAreSeen() throws {
        #expect(try Rule("answer.from + 3 months <= today").names == ["answer.from"])
        #expect(try Rule("months(answer.from, answer.to) > 1").names == ["answer.from", "answer.to"])
        #expect(try Rule("dayOfYear(person.birthDate) > 06-15").names == ["person.birthDate"])
    }

    /// Sources, and whether any day makes them hold.
    static let reaches: [(String, RuleReach.Verdict)] = [
        ("months(answer.from, today) >= 3 and months(answer.from, today) < 3", .never),
        ("months(answer.from, today) >= 3 or months(answer.from, today) < 3", .always),
        ("months(answer.from, today) >= 3 and months(answer.from, today) < 4", .sometimes),
        // a window over new year is joined by or
        ("dayOfYear(today) >= 12-15 and dayOfYear(today) <= 01-10", .never),
        ("dayOfYear(today) >= 12-15 or dayOfYear(today) <= 01-10", .sometimes),
        ("dayOfYear(today) >= 01-01", .always), ("dayOfYear(today) > 12-31", .never),
        ("dayOfYear(today) <= 12-31", .always), ("dayOfYear(today) == 02-29", .sometimes),
        ("dayOfYear(today) > 02-28 and dayOfYear(today) < 03-01", .sometimes),
        ("dayOfYear(today) > 02-29 and dayOfYear(today) < 03-01", .never),
        ("dayOfYear(today) != 06-15", .sometimes),
        ("answer.from + 3 months > 2026-03-31 and answer.from + 3 months <= 2026-03-31", .never),
        // what is worked out may lie beyond the calendar
        ("answer.from + 3 months > 2026-03-31 or answer.from + 3 months <= 2026-03-31", .sometimes),
        ("today >= answer.from + 3 months", .sometimes),
    ]

    @Test(arguments: reaches.indices) func aWindowThatNeverOpensIsFound(_ index: Int) throws {
        let (source, verdict) = Self.reaches[index]
        #expect(
            RuleReach.verdict(on: try Rule(source), over: Self.scope, optional: []) == verdict, "\(source)")
    }

    @Test func whatIsCountedFromADayThatMayBeMissingMayHaveNoValue() throws {
        let either = try Rule("months(answer.from, today) >= 3 or months(answer.from, today) < 3")
        #expect(RuleReach.verdict(on: either, over: Self.scope, optional: ["answer.from"]) == .sometimes)
        let years = try Rule("years(answer.from) >= 3 or years(answer.from) < 3")
        #expect(RuleReach.verdict(on: years, over: Self.scope, optional: []) == .always)
    }
}
