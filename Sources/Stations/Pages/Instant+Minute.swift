public import Base
import Web

extension Instant {
    /// Day and minute in China as files and the console write them, `2026-03-02 09:00`; pages have ``ChinaTime``.
    public var minuteInChina: String { "\(CalendarDate(inChinaAt: self)) \(ChinaTime.clock(self))" }
}
