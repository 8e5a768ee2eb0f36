public import Base
public import Catalogue

/// By when a step is to be decided.
public struct StepDeadline: Hashable, Sendable {
    /// The last millisecond of its day in China.
    public let at: Instant
    /// Whether the official calendar of every day on the way is published; else only weekends were left out.
    public let isFirm: Bool

    public var day: CalendarDate { CalendarDate(inChinaAt: at) }

    /// How a deadline looks to who works at it.
    public enum Colour: String, Sendable, CaseIterable {
        case inTime = "in-time"
        /// Today or on the next working day.
        case soon
        case over
    }

    public func colour(at now: Instant, _ calendar: WorkingCalendar) -> Colour {
        if now > at { return .over }
        return at <= Self.soonUntil(now, calendar) ? .soon : .inTime
    }

    /// How many days of the calendar it is late, the present one included; 0 as long as it is in time.
    public func daysLate(at now: Instant) -> Int {
        now > at ? CalendarDate(inChinaAt: now).daysSince1970 - day.daysSince1970 : 0
    }

    /// What is due up to this moment is due soon.
    static func soonUntil(_ now: Instant, _ calendar: WorkingCalendar) -> Instant {
        StepDeadline(1, from: now, calendar).at
    }

    init(at: Instant, isFirm: Bool) {
        self.at = at
        self.isFirm = isFirm
    }

    /// - Parameters:
    ///   - days: Working days after the day of `begin`.
    ///   - begin: When the step could begin.
    ///   - calendar: The official one.
    init(_ days: Int, from begin: Instant, _ calendar: WorkingCalendar) {
        let due = calendar.dueDay(days, after: CalendarDate(inChinaAt: begin))
        self.init(at: due.day.endInChina, isFirm: due.isFirm)
    }

    /// Moved by the working days that lie between two moments, in which the step waited for its person.
    func moved(from begin: Instant, to end: Instant, _ calendar: WorkingCalendar) -> StepDeadline {
        let days = calendar.workingDays(
            after: CalendarDate(inChinaAt: begin), through: CalendarDate(inChinaAt: end))
        guard days > 0 else { return self }
        let due = calendar.dueDay(days, after: day)
        return StepDeadline(at: due.day.endInChina, isFirm: isFirm && due.isFirm)
    }
}

extension CalendarDate {
    /// The day's last millisecond in China (UTC+8).
    var endInChina: Instant {
        Instant(milliseconds: Int64(daysSince1970 + 1) * 86_400_000 - 8 * 3_600_000 - 1)
    }
}
