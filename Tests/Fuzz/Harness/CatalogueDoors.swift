import Base
import Foundation

@testable import Catalogue

extension Door {
    /// The other files of departments, one after the other by the first byte: `slots.yml`, `registers.yml`, the common
    /// `reasons.yml` and a department's own, `calendar.yml`, and an event in life.
    static let catalogueFiles = Door(
        "catalogue", bytesMax: 16_384,
        words: [
            "verified: ", "horizon", "workingDays", "days: [mon, holiday]", "\"09:00\"", "kind: table",
            "columns", "sample", "monthsBack", "refusals", "corrections", "services", "holidays", "workdays",
            "{from: 2026-01-01, to: 2026-01-03}", "feeds", "order", "given", "papers", "for: child", "- ",
            "[{",
        ]
    ) {
        let reasons = servicesFolder.appending(path: "reasons.yml")
        let calendar = servicesFolder.appending(path: "calendar.yml")
        let events = try FileManager.default.contentsOfDirectory(
            atPath: servicesFolder.appending(path: LifeBundle.folder).path
        ).sorted().map { name in
            let file = servicesFolder.appending(path: "\(LifeBundle.folder)/\(name)")
            return try String(contentsOf: file, encoding: .utf8)
                .replacing("id: \(name.dropLast(4))\n", with: "id: fuzz\n")
        }
        let files: [[[UInt8]]] = [
            try repositoryFiles("slots.yml"), try repositoryFiles("registers.yml"),
            [[UInt8](try Data(contentsOf: reasons))], try repositoryFiles("reasons.yml"),
            [[UInt8](try Data(contentsOf: calendar))], events.map { Array($0.utf8) },
        ]
        // The longest register is longer than what is tried.
        return files.enumerated().flatMap { kind, files in files.map { [UInt8(kind)] + $0 } }
            .filter { $0.count <= 16_384 }
    } enter: { bytes in
        guard let text = String(validating: bytes.dropFirst(), as: UTF8.self), !text.isEmpty,
            let department = try catalogue.get().departments.first(where: { $0.id.rawValue == "police" })
        else { return }
        let report = DefectReport()
        let file = YAMLFile(path: "police/fuzz.yml", report: report)
        switch (bytes.first ?? 0) % 6 {
        case 0:
            let plan = file.parse(text).map(SlotReader().plan)
            try checkDefects(report, in: text, isRead: plan != nil)
            if let plan, report.defects.isEmpty { try check(plan) }
        case 1:
            let registers = file.parse(text).map(RegisterReader(department: department.id).registers)
            try checkDefects(report, in: text, isRead: registers != nil)
            if report.defects.isEmpty { try check(registers ?? []) }
        case 2: try checkReasons([ReasonReader.file: text], [], report, text)
        case 3:
            let own = "\(department.id.rawValue)/\(ReasonReader.file)"
            try checkReasons([ReasonReader.file: commonReasons, own: text], [department], report, text)
        case 4:
            let calendar = file.parse(text).map(WorkingCalendar.init)
            try checkDefects(report, in: text, isRead: calendar != nil)
            if let calendar, report.defects.isEmpty { try check(calendar) }
        default:
            let reader = BundleReader(house: department, items: try items.get(), shelf: try shelf.get())
            let event = file.parse(text).flatMap { reader.bundle("fuzz", number: 1, from: $0) }
            try checkDefects(report, in: text, isRead: event != nil)
            if let event, report.defects.isEmpty { try check(event) }
        }
    }

    private static let items = Result {
        Dictionary(try catalogue.get().items.map { ($0.id, $0) }) { first, _ in first }
    }

    private static func checkDefects(_ report: DefectReport, in text: String, isRead: Bool) throws {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
        try promise(isRead || !report.defects.isEmpty, "a file that is not read is not complained of")
        for defect in report.defects {
            try promise(
                (0...lines + 1).contains(defect.line), "line \(defect.line) of \(lines) is complained of")
        }
    }

    private static func check(_ plan: SlotPlan) throws {
        try promise(
            (1...SlotReader.placesMax).contains(plan.places.count)
                && Set(plan.places.map(\.id)).count == plan.places.count, "two places share a name")
        let today = CalendarDate(daysSince1970: 20_500)
        let days = plan.days(after: today, WorkingCalendar.weekendsOnly)
        try promise(days.allSatisfy { today < $0 }, "what is over can be booked")
        for place in plan.places.prefix(2) {
            for day in days.prefix(14) {
                let slots = plan.slots(at: place.id, on: day, WorkingCalendar.weekendsOnly)
                try promise(!slots.isEmpty, "a day on which nothing can be booked is offered")
                try promise(
                    slots.allSatisfy { $0.minute >= 0 && $0.minute + $0.lengthMinutes <= 1_440 }
                        && zip(slots, slots.dropFirst()).allSatisfy {
                            $0.minute + $0.lengthMinutes <= $1.minute
                        },
                    "two slots overlap, or one ends on another day")
            }
        }
    }

    private static func check(_ registers: [Register]) throws {
        try promise(
            (1...RegisterReader.registersMax).contains(registers.count)
                && Set(registers.map(\.id)).count == registers.count, "two registers share a name")
        for register in registers {
            try promise(
                ServiceID(rawValue: register.id) != nil, "a register has a name that nobody can write")
            try promise(
                Set(register.fields.map(\.id)).count == register.fields.count
                    && register.fields.allSatisfy { ($0.kind == .table) == !$0.columns.isEmpty },
                "two fields share a name, or a table has no columns")
        }
    }

    private static let commonReasons = """
        provenance: {mark: guess, note: n}
        refusals: [{id: common, words: {zh-Hans: a, en: a, nan-Hant: a}}]
        corrections: [{id: common-too, words: {zh-Hans: a, en: a, nan-Hant: a}}]
        """

    private static func checkReasons(
        _ files: [String: String], _ departments: [Department], _ report: DefectReport, _ text: String
    ) throws {
        let reasons = ReasonReader(
            files: CatalogueFiles(folder: servicesFolder, published: files), report: report
        ).reasons(of: departments)
        try checkDefects(report, in: text, isRead: true)
        guard report.defects.isEmpty else { return }
        try promise(
            Set(reasons.map(\.id)).count == reasons.count && reasons.allSatisfy { ServiceID.isSlug($0.id) },
            "two reasons share a name")
        // Both kinds are said by all departments, so that a clerk always has one to choose.
        for act in StepReason.Act.allCases {
            try promise(
                reasons.contains { $0.act == act && $0.department == nil }, "nothing is there to be said")
        }
    }

    private static func check(_ calendar: WorkingCalendar) throws {
        for (number, year) in calendar.years {
            try promise(
                year.holidays.union(year.workdays).allSatisfy { $0.year == number }
                    && year.workdays.allSatisfy(\.isWeekend),
                "a year has days of another, or works as it would")
        }
        let begin = CalendarDate(daysSince1970: 20_454)
        let due = calendar.dueDay(20, after: begin)
        try promise(
            calendar.isWorkingDay(due.day) && calendar.workingDays(after: begin, through: due.day) == 20,
            "twenty working days are another number of them")
    }

    private static func check(_ event: LifeBundle) throws {
        let known = Set(event.services)
        try promise(
            (2...20).contains(event.services.count) && known.count == event.services.count
                && event.forChild.isSubset(of: known), "a service stands twice, or there is only one")
        for (service, before) in event.after {
            let place = event.services.firstIndex(of: service) ?? -1
            try promise(
                before.allSatisfy { event.services.firstIndex(of: $0).map { $0 < place } ?? false },
                "a service comes before what it waits for")
        }
        let feeds = event.feeds.values.joined()
        try promise(
            Set(feeds.map { "\($0.service.rawValue)#\($0.question)" }).count == feeds.count
                && feeds.allSatisfy { known.contains($0.service) },
            "one question is fed twice, or of elsewhere")
        for question in event.item.questions { try check(question, answer: "1") }
    }
}
