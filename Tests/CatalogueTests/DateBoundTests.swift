import Base
import Catalogue
import Testing

/// The days between which a question takes an answer, and to which a result holds.
@Suite struct DateBoundTests {
    private static let words = "{zh-Hans: 哪一天, en: Which day, nan-Hant: 佗一工}"

    private func folder(from: String, to: String) throws -> ServicesFolder {
        let folder = try ServicesFolder()
        let question =
            "  - {id: day, kind: date, required: true, label: \(Self.words), why: \(Self.words), from: \(from), to: \(to)}\n"
        _ = try folder.replace("assurance:", with: question + "assurance:")
        return folder
    }

    /// What may be written, the first and the last day on 2024-03-31, and on 2026-03-31.
    static let ranges = [
        ("today-6months", "today", "2023-09-30", "2024-03-31", "2025-09-30", "2026-03-31"),
        ("today-1months", "today+1months", "2024-02-29", "2024-04-30", "2026-02-28", "2026-04-30"),
        ("today-30", "today+12months", "2024-03-01", "2025-03-31", "2026-03-01", "2027-03-31"),
        // as long as a month can be, and as short
        ("today+1months", "today+31", "2024-04-30", "2024-05-01", "2026-04-30", "2026-05-01"),
        ("today+28", "today+1months", "2024-04-28", "2024-04-30", "2026-04-28", "2026-04-30"),
        ("2024-01-01", "today+1200months", "2024-01-01", "2124-03-31", "2024-01-01", "2126-03-31"),
    ]

    @Test(arguments: ranges.indices) func aRangeMovesByCalendarMonths(_ index: Int) throws {
        let (from, to, first, last, laterFirst, laterLast) = Self.ranges[index]
        let folder = try folder(from: from, to: to)
        let item = try #require(
            try Catalogue.load(folder.url).items.first { $0.id.slug == "temporary-identity-proof" })
        let question = try #require(item.question("day"))
        for (today, first, last) in [("2024-03-31", first, last), ("2026-03-31", laterFirst, laterLast)] {
            let today = try #require(CalendarDate(today))
            let (first, last) = (try #require(CalendarDate(first)), try #require(CalendarDate(last)))
            for day in [first, last] {
                #expect(try question.check(day.description, on: today) == day.description)
            }
            for (day, shift) in [(first, -1), (last, 1)] {
                let outside = CalendarDate(daysSince1970: day.daysSince1970 + shift)
                #expect(throws: AnswerRefused.dateOutOfRange(question: "day", from: first, to: last)) {
                    try question.check(outside.description, on: today)
                }
            }
        }
    }

    /// The last entry of validity may hold always; the days are then what is drawn before anything is known.
    @Test func aResultHoldsForCalendarMonths() throws {
        let folder = try ServicesFolder()
        _ = try folder.replace(
            "  kind: paper\n",
            with:
                "  kind: paper\n  validity: [{when: answer.reason == 'lost', days: 3}, {until: today+6months}]\n"
        )
        let item = try #require(
            try Catalogue.load(folder.url).items.first { $0.id.slug == "temporary-identity-proof" })
        let day = try #require(CalendarDate("2026-08-31"))
        for (reason, end) in [("lost", "2026-09-03"), ("forgotten", "2027-02-28")] {
            let facts = RuleFacts(today: day, values: ["answer.reason": .text(reason)])
            #expect(item.result.lastDay(issuedOn: day, in: facts)?.description == end)
        }
    }

    /// A day that nobody knows keeps nothing; what the service says is kept as what the entry says.
    @Test(
        arguments: [
            ("days: 30", "police/residents.birthDate", "2026-09-10", "2026-09-10"),
            ("days: 30", "police/residents.birthDate", "2026-12-31", "2026-09-30"),
            ("days: 30", "police/residents.birthDate", nil, "2026-09-30"),
            ("until: police/residents.birthDate", "today+10", "2026-09-05", "2026-09-05"),
            ("until: police/residents.birthDate", "today+10", "2026-12-31", "2026-09-10"),
            ("until: police/residents.birthDate", "today+10", nil, "2026-09-10"),
        ] as [(String, String, String?, String)])
    func aResultEndsWithWhatItHangsOn(
        _ end: String, _ latest: String, _ known: String?, _ last: String
    ) throws {
        let folder = try ServicesFolder()
        _ = try folder.replace(
            "  kind: paper\n", with: "  kind: paper\n  validity: [{\(end), notAfter: \(latest)}]\n")
        let item = try #require(
            try Catalogue.load(folder.url).items.first { $0.id.slug == "temporary-identity-proof" })
        let day = try #require(CalendarDate("2026-08-31"))
        let known = known.flatMap { CalendarDate($0) }
        let facts = RuleFacts(
            today: day, values: known.map { ["police/residents.birthDate": .date($0)] } ?? [:])
        #expect(item.result.lastDay(issuedOn: day, in: facts)?.description == last)
    }

    /// A month has twenty-eight days at the least.
    @Test(arguments: [(1, false), (2, true)]) func whatEndsTooSoonIsNotRemindedOf(
        _ months: Int, _ may: Bool
    ) throws {
        let folder = try ServicesFolder()
        _ = try folder.replace(
            "  kind: paper\n",
            with: "  kind: paper\n  validity: [{until: today+\(months)months}]\n  remind: {daysBefore: 30}\n")
        _ = try folder.replace("  validityDays: 30\n", with: "  validityDays: 300\n")
        guard !may else {
            _ = try Catalogue.load(folder.url)
            return
        }
        let thrown = #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        #expect(
            try #require(thrown).defects.map(\.message.english)
                == ["Nobody can be reminded 30 days before this ends"])
    }

    @Test(
        arguments: [
            ("{until: today+6months}, {when: answer.reason == 'lost', days: 3}", "which never count"),
            ("{}", "neither when nor until when"),
            (
                "{when: answer.reason == 'lost', notAfter: police/residents.birthDate}",
                "What does not end has no latest end"
            ),
            ("{days: 3, notAfter: police/residents.address}", "is no day that a register"),
        ]) func aValidityThatSaysNothingIsRefused(_ entries: String, _ message: String) throws
    {
        let folder = try ServicesFolder()
        _ = try folder.replace("  kind: paper\n", with: "  kind: paper\n  validity: [\(entries)]\n")
        let thrown = #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }

        #expect(try #require(thrown).defects.contains { $0.message.english.contains(message) })
    }

    @Test(
        arguments: [
            ("today", "today-1months", "ends before it begins"),
            ("today+12months", "today+6months", "ends before it begins"),
            // in February, and in a long month
            ("today+1months", "today+30", "ends before it begins"),
            ("today+29", "today+1months", "ends before it begins"),
            ("today+30", "today+1months", "ends before"),
            ("today-12month", "today", "A day is expected"),
            ("today-1201months", "today", "A day is expected"),
            ("today-12 months", "today", "A day is expected"), ("today-40001", "today", "A day is expected"),
            ("today", "tomorrow", "A day is expected"),
        ]) func whatIsNoRangeIsRefused(_ from: String, _ to: String, _ message: String) throws
    {
        let folder = try folder(from: from, to: to)
        let thrown = #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }

        #expect(
            try #require(thrown).defects.contains { $0.message.english.contains(message) }, "\(from) to \(to)"
        )
    }
}
