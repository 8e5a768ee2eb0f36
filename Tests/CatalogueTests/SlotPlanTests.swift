import Base
import Foundation
import Testing

@testable import Catalogue

/// What can be booked, and when: `slots.yml` and its rules.
@Suite struct SlotPlanTests {
    private static func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private func plan(_ service: String) throws -> SlotPlan {
        let catalogue = try Catalogue.load(Repository.services)
        let item = try #require(ServiceID(rawValue: service).flatMap { catalogue[$0] })
        return try #require(item.slots)
    }

    @Test func householdVisitsAreOfferedForSevenWorkingDaysFromTomorrow() throws {
        let days = try plan("police/household-appointment")
            .days(after: Self.date("2026-03-06"), WorkingCalendar.weekendsOnly).map(\.description)

        #expect(
            days == [
                "2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-16",
                "2026-03-17",
            ])
    }

    @Test func aDayOfRestIsNotOfferedAndTakesNoneOfTheSeven() throws {
        struct Holiday: WorkingDays {
            let rest: CalendarDate
            func isWorkingDay(_ day: CalendarDate) -> Bool {
                !isHoliday(day) && WorkingCalendar.weekendsOnly.isWorkingDay(day)
            }
            func isHoliday(_ day: CalendarDate) -> Bool { day == rest }
        }
        let days = try plan("police/household-appointment")
            .days(after: Self.date("2026-03-06"), Holiday(rest: Self.date("2026-03-10")))

        #expect(days.count == 7)
        #expect(try !days.contains(Self.date("2026-03-10")))
        #expect(try days.last == Self.date("2026-03-18"))
    }

    @Test func aRegistryThatOpensOnSaturdaysIsOfferedThen() throws {
        let plan = try plan("civil/marriage-appointment")
        let days = try plan.days(after: Self.date("2026-03-06"), WorkingCalendar.weekendsOnly)

        #expect(try days.contains(Self.date("2026-03-07")))
        #expect(try !days.contains(Self.date("2026-03-08")))
        #expect(try days.last == Self.date("2026-04-04"))
        #expect(
            try plan.slots(at: "siming", on: Self.date("2026-03-07"), WorkingCalendar.weekendsOnly)
                .map(\.time) == ["09:00", "09:30", "10:00", "10:30", "11:00"])
    }

    @Test(arguments: [
        ("an ordinary Saturday without hours", "police/household-appointment", "2026-03-07", 0),
        ("an ordinary Saturday with hours", "civil/marriage-appointment", "2026-03-07", 5),
        ("an ordinary Sunday with hours", "gas/safety-visit", "2026-03-08", 7),
        ("a Saturday of the Spring Festival", "civil/marriage-appointment", "2026-02-21", 0),
        ("a Saturday of the National Day, with hours on holidays", "gas/safety-visit", "2026-10-03", 7),
        ("a Monday of the National Day, without its evening", "gas/safety-visit", "2026-10-05", 7),
        ("a holiday with a morning", "health/hospital-appointment", "2026-10-05", 7),
        ("a holiday Monday", "police/household-appointment", "2026-10-05", 0),
        ("a worked Saturday without hours: Friday's", "police/household-appointment", "2026-10-10", 8),
        ("a worked Saturday with hours: its own", "civil/marriage-appointment", "2026-10-10", 5),
        ("a worked Sunday, hours on Saturday: Friday's", "civil/marriage-appointment", "2026-09-20", 10),
        ("no notice yet: a Thursday", "police/household-appointment", "2099-10-01", 8),
        ("no notice yet: a Saturday with hours", "civil/marriage-appointment", "2099-10-03", 5),
        ("no notice yet: a Saturday without hours", "police/household-appointment", "2099-10-03", 0),
    ])
    func theOfficialCalendarOpensAndCloses(_ what: String, _ service: String, _ text: String, _ count: Int)
        throws
    {
        let (plan, day) = (try plan(service), try Self.date(text))
        let before = CalendarDate(daysSince1970: day.daysSince1970 - 1)

        let slots = plan.slots(at: "siming", on: day, WorkingCalendarTests.official)
        #expect(slots.count == count, "\(what)")
        let days = plan.days(after: before, WorkingCalendarTests.official)
        #expect(days.contains(day) == (count > 0), "\(what)")
    }

    @Test func aWorkedSaturdayIsOneOfTheSevenWorkingDays() throws {
        let days = try plan("police/household-appointment")
            .days(after: Self.date("2026-10-09"), WorkingCalendarTests.official).map(\.description)

        #expect(
            days == [
                "2026-10-10", "2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15", "2026-10-16",
                "2026-10-19",
            ])
    }

    @Test(arguments: [
        ("siming", "2026-03-09", "09:30", true), ("nowhere", "2026-03-09", "09:30", false),
        ("siming", "2026-03-06", "09:30", false), ("siming", "2026-03-18", "09:30", false),
        ("siming", "2026-03-08", "09:30", false), ("siming", "2026-03-09", "09:31", false),
        ("siming", "2026-03-09", "11:00", false),
    ])
    func onlyWhatIsOfferedIsASlot(_ place: String, _ day: String, _ time: String, _ isOffered: Bool) throws {
        let slot = try plan("police/household-appointment").slot(
            at: place, on: Self.date(day), minute: #require(SlotTime.minute(time)),
            asked: Self.date("2026-03-06"), WorkingCalendar.weekendsOnly)

        #expect((slot != nil) == isOffered)
    }

    @Test func aSlotBeginsAndEndsByTheClockInChina() throws {
        let slot = Slot(place: "a", day: try Self.date("2026-03-02"), minute: 9 * 60, lengthMinutes: 30)

        #expect(slot.startsAt == Instant(milliseconds: 1_772_413_200_000))
        #expect(slot.endsAt == Instant(milliseconds: 1_772_415_000_000))
    }

    @Test(arguments: [
        ([], "2026-03-02", nil), (["2026-02-20"], "2026-03-02", nil),
        // Two within a month: three months from the second.
        (["2026-02-27", "2026-02-10"], "2026-03-02", "2026-05-27"),
        (["2026-02-10", "2026-02-27"], "2026-05-26", "2026-05-27"),
        (["2026-02-10", "2026-02-27"], "2026-05-27", nil),
        // A month and a day apart, then exactly a month apart.
        (["2026-01-10", "2026-02-11"], "2026-03-02", nil), (["2026-01-10", "2026-02-10"], "2026-03-02", nil),
        (["2026-01-10", "2026-02-09"], "2026-03-02", "2026-05-09"),
        // The last pair counts.
        (["2026-01-01", "2026-01-20", "2026-02-15"], "2026-03-02", "2026-05-15"),
        // A month's end.
        (["2026-01-31", "2026-02-27"], "2026-03-02", "2026-05-27"),
        (["2025-11-29", "2025-11-30"], "2025-12-01", "2026-02-28"),
    ])
    func twoMissedInAMonthSuspendForThree(_ missed: [String], _ today: String, _ until: String?) throws {
        let rule = NoShowRule(missed: 2, withinMonths: 1, suspendedMonths: 3, unmarked: .kept)

        let suspended = rule.suspension(after: try missed.map(Self.date), on: try Self.date(today))

        #expect(suspended?.description == until)
    }

    @Test(arguments: ["9:00", "24:00", "09:60", "0900", "09:00 ", "０9:00", ""])
    func onlyATimeOfTheDayIsOne(text: String) {
        #expect(SlotTime.minute(text) == nil)
    }

    struct Break: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let message: String
        var testDescription: String { message }

        init(_ old: String, _ new: String, _ message: String) {
            self.old = old
            self.new = new
            self.message = message
        }
    }

    static let breaks = [
        Break("length: {minutes: 30", "length: {minutes: 3", "A whole number is expected"),
        Break(
            "length: {minutes: 30, verified: false}", "length: {minutes: 30}",
            "The key \"verified\" is missing"),
        Break("people: {count: 2", "people: {count: 0", "A whole number is expected"),
        Break("horizon: {workingDays: 7", "horizon: {days: 7, workingDays: 7", "is not said once"),
        Break("horizon: {workingDays: 7,", "horizon: {", "is not said once"),
        Break("  - {id: huli,", "  - {id: siming,", "Two places are called \"siming\""),
        Break("  - {id: huli,", "  - {id: Huli!,", "A place is named by a-z"),
        Break("region: \"350206\"", "region: \"000000\"", "No district of the city has the code"),
        Break("from: \"15:00\"", "from: \"10:30\"", "The hours overlap others of the same day"),
        Break("from: \"15:00\"", "from: \"18:00\"", "Not one slot of 30 minutes lies between"),
        Break("from: \"15:00\"", "from: \"3 pm\"", "A time of day is expected"),
        Break("[mon, tue, wed, thu, fri], from: \"15", "[moon], from: \"15", "The word is not one of those"),
        Break("unmarked: kept", "unmarked: forgotten", "The word is not one of those"),
        Break("onePerDay: {applies: true", "onePerDay: {applies: often", "true or false is expected"),
        Break("missed: 2", "mist: 2", "The key \"mist\" is not known here"),
    ]

    private static let service = "police/household-appointment"

    /// The services of other tests, and one that books.
    private func folder() throws -> ServicesFolder {
        let folder = try ServicesFolder()
        for name in [Self.service, Self.service + "-cancel"] {
            try FileManager.default.copyItem(
                at: Repository.services.appending(path: name), to: folder.url.appending(path: name))
        }
        return folder
    }

    @Test(arguments: breaks)
    func whatIsWrongIsNamedByFileLineAndRemedy(_ broken: Break) throws {
        let folder = try folder()
        let file = "\(Self.service)/slots.yml"
        let line = try folder.replace(broken.old, with: broken.new, in: file)

        let defects = try #require(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }.defects

        let found = try #require(defects.first { $0.message.english.contains(broken.message) }, "\(defects)")
        #expect(found.file == file && found.line == line)
        #expect(!found.remedy.english.isEmpty)
    }

    @Test func slotsBesideAServiceThatDoesNotBookAreADefect() throws {
        let folder = try folder()
        _ = try folder.replace("act: book", with: "act: apply", in: "\(Self.service)/service.yml")

        let defects = try #require(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }.defects

        #expect(defects.contains { $0.message == "Slots stand beside a service that does not book at once" })
    }

    @Test func aPaperCannotTellOfAnAppointmentThatNobodyBooks() throws {
        let folder = try folder()
        try FileManager.default.removeItem(at: folder.url.appending(path: Self.service))

        let defects = try #require(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }.defects

        #expect(
            defects.map(\.message) == ["The paper tells of an appointment that nobody books"],
            "\(defects)")
    }

    @Test func aServiceThatCancelsKnowsWhatItCancels() throws {
        let catalogue = try Catalogue.load(Repository.services)
        let pairs = [
            "police/household-appointment", "civil/marriage-appointment", "housing/registration-appointment",
        ]
        for name in pairs {
            let cancel = try #require(ServiceID(rawValue: name + "-cancel").flatMap { catalogue[$0] })
            #expect(catalogue.booking(cancelledBy: cancel)?.id.rawValue == name)
        }
        let other = try #require(ServiceID(rawValue: "civil/funeral-appointment-cancel"))
        #expect(try catalogue.booking(cancelledBy: #require(catalogue[other])) == nil)
    }

    @Test func eachFigureThatNobodyHasComparedIsNamed() throws {
        #expect(
            try plan(Self.service).unverified == ["length", "people", "horizon", "onePerDay", "noShow"])
    }
}
