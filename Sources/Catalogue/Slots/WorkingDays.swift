public import Base

/// On which days offices work 工作日.
public protocol WorkingDays: Sendable {
    func isWorkingDay(_ day: CalendarDate) -> Bool
}

extension WorkingCalendar: WorkingDays {}
