import Base
import Catalogue

/// What `egret doctor` says of the years whose days of rest are not known here.
///
/// It warns and is no FAIL: a notice that is not out yet cannot be copied, and the house works on with weekends alone.
struct CalendarReport {
    /// From then on the next year is missed.
    ///
    /// The State Council's office publishes the next year's days around early to mid November, and by then the longer
    /// deadlines reach over the year's end.
    static let nextYearFrom = (month: 11, day: 15)

    let calendar: WorkingCalendar
    /// The day that it is in China.
    let today: CalendarDate

    /// This year, and late in it the next.
    private var needed: [Int] {
        let isLate = (today.month, today.day) >= Self.nextYearFrom
        return isLate ? [today.year, today.year + 1] : [today.year]
    }

    var line: String {
        let missing = needed.filter { !calendar.isPublished($0) }
        guard !missing.isEmpty else { return "ok    calendar: has \(Self.words(needed))" }
        return
            "warn  calendar: lacks \(Self.words(missing)), so deadlines there leave out weekends only and may move; add "
            + "each year to calendar.yml in the folder of services.path as the State Council's notice has it, check it "
            + "with egret catalogue lint, restart"
    }

    private static func words(_ years: [Int]) -> String {
        years.map(String.init).joined(separator: " and ")
    }
}
