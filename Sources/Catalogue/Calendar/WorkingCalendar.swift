public import Base

/// On which days offices work 工作日: the weekdays, changed by what the State Council publishes for each year.
///
/// Source: the yearly notice 国务院办公厅关于部分节假日安排的通知, copied into `Services/calendar.yml`.
public struct WorkingCalendar: Sendable, Hashable {
    /// What a year's notice changes.
    struct Year: Sendable, Hashable {
        /// Days of rest, weekends among them or not.
        var holidays: Set<CalendarDate> = []
        /// Weekend days on which offices work 调休上班.
        var workdays: Set<CalendarDate> = []
    }

    /// The day on which something is due.
    public struct DueDay: Hashable, Sendable {
        public let day: CalendarDate
        /// Whether every year that it was counted over is published; else only weekends were left out, and it may move.
        public let isFirm: Bool
    }

    let years: [Int: Year]

    init(years: [Int: Year]) {
        self.years = years
    }

    /// Knows of no notice: every weekend is free, and no other day.
    public static let weekendsOnly = WorkingCalendar(years: [:])

    /// Whether the notice of a year is known here.
    public func isPublished(_ year: Int) -> Bool { years[year] != nil }

    public func isWorkingDay(_ day: CalendarDate) -> Bool {
        if isHoliday(day) { return false }
        return !day.isWeekend || years[day.year]?.workdays.contains(day) == true
    }

    /// Whether the notice of its year names a day among those of rest; an ordinary weekend is none of them.
    public func isHoliday(_ day: CalendarDate) -> Bool {
        years[day.year]?.holidays.contains(day) == true
    }

    /// The last day of a period that began on a day; the first day does not count.
    ///
    /// Source: Civil Code, articles 201 and 203: a period that would end on a day of rest ends on the next working day.
    ///
    /// - Parameters:
    ///   - count: working days, 0 and up; 0 means on the day itself, or the next working day.
    ///   - begin: the day on which the period began.
    /// - Returns: The last day, and whether it can be relied on.
    public func dueDay(_ count: Int, after begin: CalendarDate) -> DueDay {
        precondition(count >= 0, "a period has no negative length")
        var (day, left) = (begin, count)
        var isFirm = isPublished(begin.year)
        while left > 0 || !isWorkingDay(day) {
            day = CalendarDate(daysSince1970: day.daysSince1970 + 1)
            isFirm = isFirm && isPublished(day.year)
            if left > 0, isWorkingDay(day) { left -= 1 }
        }
        return DueDay(day: day, isFirm: isFirm)
    }

    /// The working day after which so many are left up to and with another, a working day itself; 0 means that one.
    public func workingDay(_ count: Int, before end: CalendarDate) -> CalendarDate {
        precondition(count >= 0, "a period has no negative length")
        var (day, left) = (end, count)
        while left > 0 {
            day = CalendarDate(daysSince1970: day.daysSince1970 - 1)
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    /// How many working days lie after a day, up to and with another; 0 when that is not later.
    public func workingDays(after begin: CalendarDate, through end: CalendarDate) -> Int {
        guard begin < end else { return 0 }
        return ((begin.daysSince1970 + 1)...end.daysSince1970)
            .count { isWorkingDay(CalendarDate(daysSince1970: $0)) }
    }
}

extension CalendarDate {
    /// Saturday or Sunday; 1970-01-01 was a Thursday.
    var isWeekend: Bool {
        let weekday = ((daysSince1970 % 7) + 7) % 7
        return weekday == 2 || weekday == 3
    }
}
