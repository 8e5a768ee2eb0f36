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
}
