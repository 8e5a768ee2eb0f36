public import Base

/// What can be booked for a service, and by what rules: `slots.yml` beside it.
public struct SlotPlan: Sendable, Hashable {
    public struct Place: Sendable, Hashable {
        /// A slug.
        public let id: String
        public let name: LocalText
        /// The district whose office receives there; nil for the whole city's.
        public let region: DivisionCode?
    }

    /// When a place is open, on some kinds of days.
    struct Hours: Sendable, Hashable {
        let days: Set<OpenDay>
        /// Minutes after midnight in China.
        let minutes: Range<Int>
    }

    /// How far ahead people may book, from tomorrow on.
    public enum Horizon: Sendable, Hashable {
        case days(Int)
        case workingDays(Int)
    }

    public let places: [Place]
    let hours: [Hours]
    public let lengthMinutes: Int
    /// How many can book one slot at one place.
    public let people: Int
    public let horizon: Horizon
    /// Whether somebody may have one booking a day only.
    public let isOnePerDay: Bool
    /// Nil where a missed visit has no consequence.
    public let noShow: NoShowRule?
    /// The figures that nobody has compared with their source yet, by key.
    public let unverified: [String]

    public func place(_ id: String) -> Place? { places.first { $0.id == id } }

    /// The days that can be booked on a day, the first first.
    public func days(after today: CalendarDate, _ calendar: any WorkingDays) -> [CalendarDate] {
        var left =
            switch horizon {
            case .days(let count), .workingDays(let count): count
            }
        var days: [CalendarDate] = []
        var day = today
        while left > 0 {
            day = CalendarDate(daysSince1970: day.daysSince1970 + 1)
            if !hours(on: day, calendar).isEmpty { days.append(day) }
            if case .days = horizon { left -= 1 } else if calendar.isWorkingDay(day) { left -= 1 }
        }
        return days
    }

    /// The slots of a day at a place, the earliest first; none when it is closed.
    public func slots(
        at place: String, on day: CalendarDate, _ calendar: any WorkingDays
    ) -> [Slot] {
        hours(on: day, calendar)
            .flatMap { open in
                stride(
                    from: open.minutes.lowerBound, through: open.minutes.upperBound - lengthMinutes,
                    by: lengthMinutes
                ).map { Slot(place: place, day: day, minute: $0, lengthMinutes: lengthMinutes) }
            }
            .sorted { $0.minute < $1.minute }
    }

    /// The slot that somebody asks for; nil when it is not offered on this day.
    public func slot(
        at place: String, on day: CalendarDate, minute: Int, asked today: CalendarDate,
        _ calendar: any WorkingDays
    ) -> Slot? {
        guard self.place(place) != nil, days(after: today, calendar).contains(day) else { return nil }
        return slots(at: place, on: day, calendar).first { $0.minute == minute }
    }

    /// When the places are open on a day; on a public holiday, whatever day of the week it is, in hours that name holidays.
    ///
    /// A weekend day that is worked instead 调休上班 has the hours of Friday where it has none of its own: the notice does
    /// not say which weekday it makes up for.
    private func hours(on day: CalendarDate, _ calendar: any WorkingDays) -> [Hours] {
        guard !calendar.isHoliday(day) else { return hours.filter { $0.days.contains(.holiday) } }
        let own = hours.filter { $0.days.contains(OpenDay(day.weekday)) }
        guard own.isEmpty, day.weekday.isWeekend, calendar.isWorkingDay(day) else { return own }
        return hours.filter { $0.days.contains(.friday) }
    }
}
