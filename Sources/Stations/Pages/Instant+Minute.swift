public import Base

extension Instant {
    /// Day and minute in China, `2026-03-02 09:00`.
    public var minuteInChina: String {
        let minutes = (milliseconds / 60_000 + 480) % 1_440
        let clock = [minutes / 60, minutes % 60].map { String($0).leftPadded(to: 2) }.joined(separator: ":")
        return "\(CalendarDate(inChinaAt: self)) \(clock)"
    }
}
