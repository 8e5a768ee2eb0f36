public import Base
import Catalogue

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
        /// Within the days of ``HandlingFigures/warningDays``.
        case soon
        case over
    }

    /// How many days of the calendar it is late, the present one included; 0 as long as it is in time.
    public func daysLate(at now: Instant) -> Int {
        now > at ? CalendarDate(inChinaAt: now).daysSince1970 - day.daysSince1970 : 0
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
    ///
    /// Who was in time when she was asked is not late by an answer that comes on a day of rest: the next working day is left.
    func moved(from begin: Instant, to end: Instant, _ calendar: WorkingCalendar) -> StepDeadline {
        let last = CalendarDate(inChinaAt: end)
        let days = calendar.workingDays(after: CalendarDate(inChinaAt: begin), through: last)
        let moved = days > 0 ? on(calendar.dueDay(days, after: day)) : self
        return begin <= at && moved.day < last ? on(calendar.dueDay(0, after: last)) : moved
    }

    private func on(_ due: WorkingCalendar.DueDay) -> StepDeadline {
        StepDeadline(at: due.day.endInChina, isFirm: isFirm && due.isFirm)
    }
}

extension CalendarDate {
    /// The day's last millisecond in China (UTC+8).
    var endInChina: Instant {
        Instant(milliseconds: Int64(daysSince1970 + 1) * 86_400_000 - 8 * 3_600_000 - 1)
    }
}
