public import Base

/// On which days offices work 工作日.
public protocol WorkingDays: Sendable {
    func isWorkingDay(_ day: CalendarDate) -> Bool

    /// Whether a day is a public holiday 法定节假日, on a weekend or not; never where the year's notice is not known.
    func isHoliday(_ day: CalendarDate) -> Bool
}

extension WorkingCalendar: WorkingDays {}
