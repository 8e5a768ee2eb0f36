import Base

/// When somebody is reminded of a day: so many days before it, at the hour that the house has set.
enum ReminderTime {
    static func moment(_ daysBefore: Int, before day: CalendarDate, hour: Int) -> Instant {
        CalendarDate(daysSince1970: day.daysSince1970 - daysBefore).start + .seconds(hour * 3_600)
    }
}
