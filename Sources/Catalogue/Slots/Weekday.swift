public import Base

/// A day of the week, as `slots.yml` writes it.
public enum Weekday: String, Sendable, CaseIterable {
    case monday = "mon"
    case tuesday = "tue"
    case wednesday = "wed"
    case thursday = "thu"
    case friday = "fri"
    case saturday = "sat"
    case sunday = "sun"

    public var isWeekend: Bool { self == .saturday || self == .sunday }
}

extension CalendarDate {
    /// 1970-01-01 was a Thursday.
    public var weekday: Weekday {
        let sinceMonday = (daysSince1970 + 3) % 7
        return Weekday.allCases[(sinceMonday + 7) % 7]
    }

    /// The same day some months later, or the last of that month where it has no such day.
    func adding(months: Int) -> CalendarDate {
        let count = year * 12 + month - 1 + months
        for last in stride(from: day, through: 1, by: -1) {
            if let date = CalendarDate(year: count / 12, month: count % 12 + 1, day: last) { return date }
        }
        return self
    }
}
