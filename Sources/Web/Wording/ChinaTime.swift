public import Base

/// Day and minute as a clock in China shows them, as they read to a person: `2026年3月2日 09:05`, `2 March 2026, 09:05`.
public enum ChinaTime {
    public static func minute(_ instant: Instant, in language: Language) -> String {
        let day = CalendarDate(inChinaAt: instant).shown(in: language)
        return day + (language == .english ? ", " : " ") + clock(instant)
    }

    public static func clock(_ instant: Instant) -> String {
        let minute = (instant.milliseconds / 60_000 + 8 * 60) % 1_440
        return [minute / 60, minute % 60].map { String($0).leftPadded(to: 2) }.joined(separator: ":")
    }
}
