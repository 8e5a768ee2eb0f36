import Base
import Testing

@testable import Catalogue
@testable import egret

/// A year whose days of rest nobody copied is named before most deadlines lie in it.
@Suite struct CalendarReportTests {
    @Test(
        arguments: [
            ("2026-01-01", [2026], nil), ("2026-11-14", [2026], nil), ("2026-11-15", [2026], "2027"),
            ("2026-12-01", [2026], "2027"), ("2026-12-31", [2026], "2027"),
            ("2026-11-15", [2026, 2027], nil), ("2026-12-31", [2026, 2027], nil),
            // Nobody did it in time.
            ("2027-01-01", [2026], "2027"), ("2027-11-15", [2026], "2027 and 2028"),
        ] as [(String, [Int], String?)])
    func aYearIsMissedFromTheMiddleOfNovemberBeforeIt(
        _ today: String, _ years: [Int], _ missing: String?
    ) throws {
        let published = Dictionary(uniqueKeysWithValues: years.map { ($0, WorkingCalendar.Year()) })

        let report = CalendarReport(
            calendar: WorkingCalendar(years: published), today: try #require(CalendarDate(today)))

        if let missing {
            #expect(report.line.hasPrefix("warn  calendar: lacks \(missing), "))
            #expect(report.line.contains("calendar.yml in the folder of services.path"), "what to do")
        } else {
            #expect(report.line.hasPrefix("ok    calendar: has 2026"))
        }
    }
}
