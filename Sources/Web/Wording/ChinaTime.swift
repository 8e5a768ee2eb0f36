public import Base

/// Day and minute as a clock in China shows them: `2026-03-02 09:05`.
public enum ChinaTime {
    public static func minute(_ instant: Instant) -> String {
        let minute = (instant.milliseconds / 60_000 + 8 * 60) % 1_440
        let parts = [minute / 60, minute % 60].map { String($0).leftPadded(to: 2) }
        return "\(CalendarDate(inChinaAt: instant)) \(parts.joined(separator: ":"))"
    }
}
