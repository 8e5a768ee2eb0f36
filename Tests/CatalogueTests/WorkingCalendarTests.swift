import Base
import Foundation
import Testing

@testable import Catalogue

@Suite struct WorkingCalendarTests {
    static let official: WorkingCalendar = {
        let report = DefectReport()
        return WorkingCalendar.read(in: Repository.services, report)
    }()

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    @Test(arguments: [
        ("2026-02-13", true),  // Friday
        ("2026-02-14", true),  // Saturday, worked instead
        ("2026-02-15", false), ("2026-02-23", false),  // Spring Festival
        ("2026-02-24", true), ("2026-02-28", true),  // Saturday, worked instead
        ("2026-03-01", false), ("2026-10-01", false), ("2026-10-08", true), ("2026-10-10", true),
    ])
    func theOfficialDaysArePublished(_ text: String, _ isWorked: Bool) throws {
        #expect(try Self.official.isWorkingDay(day(text)) == isWorked)
    }

    @Test(arguments: [
        // Wednesday before the Spring Festival: Thursday, Friday, worked Saturday, then nine days of rest.
        ("2026-02-11", 3, "2026-02-14", true), ("2026-02-11", 4, "2026-02-24", true),
        ("2026-09-30", 1, "2026-10-08", true), ("2026-03-06", 0, "2026-03-06", true),
        // Handed in on a Sunday: at the end of the next working day.
        ("2026-03-08", 0, "2026-03-09", true),
        // Over the year's end: the next notice is not known, so New Year's Day counts as worked, and it says so.
        ("2026-12-31", 1, "2027-01-01", false), ("2026-12-30", 1, "2026-12-31", true),
    ])
    func aPeriodEndsOnAWorkingDay(_ begin: String, _ days: Int, _ end: String, _ isFirm: Bool) throws {
        let due = try Self.official.dueDay(days, after: day(begin))
        #expect(due.day == (try day(end)))
        #expect(due.isFirm == isFirm)
    }

    /// Over a weekend, over the Spring Festival with its worked Saturday, and back to where it began.
    @Test(arguments: [
        ("2026-04-01", 2, "2026-03-30"), ("2026-03-31", 2, "2026-03-27"), ("2026-04-01", 0, "2026-04-01"),
        ("2026-02-24", 1, "2026-02-14"), ("2026-02-24", 4, "2026-02-11"),
    ])
    func soManyWorkingDaysAreLeftAfterTheOneBefore(_ end: String, _ count: Int, _ begin: String) throws {
        let found = try Self.official.workingDay(count, before: day(end))
        #expect(found == (try day(begin)))
        #expect(try Self.official.workingDays(after: found, through: day(end)) == count)
    }

    @Test func daysBetweenAreThoseThatWereWorked() throws {
        #expect(
            try Self.official.workingDays(after: day("2026-02-13"), through: day("2026-02-28")) == 6)
        #expect(try Self.official.workingDays(after: day("2026-03-02"), through: day("2026-03-02")) == 0)
        #expect(try Self.official.workingDays(after: day("2026-03-02"), through: day("2026-03-01")) == 0)
    }

    @Test(arguments: [
        ("holidays:\n      - {from: 2026-01-03, to: 2026-01-01}\n    workdays: []", "end before they begin"),
        ("holidays:\n      - {from: 2025-01-01, to: 2025-01-01}\n    workdays: []", "outside the year"),
        (
            "holidays:\n      - {from: 2026-01-01, to: 2026-01-01}\n    workdays: [2026-01-05]",
            "no weekend day"
        ),
    ])
    func aCalendarThatContradictsItselfIsRefusedWithItsLine(_ text: String, _ message: String) {
        let report = DefectReport()
        let folder = FileManager.default.temporaryDirectory.appending(path: "calendar-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let yaml = "years:\n  - year: 2026\n    notice: x\n    \(text)\n"
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try yaml.write(
                to: folder.appending(path: "calendar.yml"), atomically: true, encoding: .utf8)
        } catch {
            Issue.record(error)
        }
        _ = WorkingCalendar.read(in: folder, report)
        #expect(report.defects.count == 1)
        #expect(report.defects.first?.message.english.contains(message) == true)
        #expect((report.defects.first?.line ?? 0) > 3)
    }
}
