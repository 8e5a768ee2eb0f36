public import Base

/// On which days offices work 工作日.
public protocol WorkingDays: Sendable {
    func isWorkingDay(_ day: CalendarDate) -> Bool
}

/// Knows of no notice of holidays: every weekend is free, and no other day.
public struct WeekendsFree: WorkingDays {
    public init() {}

    public func isWorkingDay(_ day: CalendarDate) -> Bool { !day.weekday.isWeekend }
}
