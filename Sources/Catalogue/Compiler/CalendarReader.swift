import Base
import Foundation

/// Reads `calendar.yml`: what the yearly notices change of the working week.
extension WorkingCalendar {
    static let file = "calendar.yml"

    /// - Returns: The calendar of the file; only weekends when there is none.
    static func read(in folder: URL, _ report: DefectReport) -> WorkingCalendar {
        guard FileManager.default.fileExists(atPath: folder.appending(path: file).path),
            let root = YAMLFile(path: file, report: report).read(in: folder)
        else { return .weekendsOnly }
        return WorkingCalendar(from: root)
    }

    init(from root: YAMLValue) {
        var years: [Int: Year] = [:]
        for entry in root.mapping(["years"])["years"].list(1...100) {
            let map = entry.mapping(["year", "notice", "holidays", "workdays"])
            let number = map["year"].int(in: 2_000...2_999)
            _ = map["notice"].text(max: 100)
            if years[number] != nil {
                map["year"].refuse("The year \(number) stands twice", "Keep one of them")
            }
            years[number] = Year(
                holidays: Set(map["holidays"].list(1...60).flatMap { Self.range($0, in: number) }),
                workdays: Self.workdays(map["workdays"], in: number))
        }
        self.init(years: years)
    }

    private static func range(_ value: YAMLValue, in year: Int) -> [CalendarDate] {
        let map = value.mapping(["from", "to"])
        guard let from = map["from"].date(), let to = map["to"].date() else { return [] }
        guard from <= to, from.year == year, to.year == year else {
            value.refuse(
                "The days of rest lie outside the year \(year), or end before they begin",
                "Write each year's days under that year")
            return []
        }
        return (from.daysSince1970...to.daysSince1970).map { CalendarDate(daysSince1970: $0) }
    }

    private static func workdays(_ value: YAMLValue, in year: Int) -> Set<CalendarDate> {
        Set(
            value.list(0...60).compactMap { entry in
                guard let day = entry.date() else { return nil }
                guard day.year == year, day.isWeekend else {
                    entry.refuse(
                        "\(day) is no weekend day of \(year), so nothing has to say that it is worked",
                        "Write only the Saturdays and Sundays on which offices work")
                    return nil
                }
                return day
            })
    }
}
