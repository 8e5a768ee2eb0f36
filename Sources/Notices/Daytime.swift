public import Base

/// The hours in which a message that could wait wakes nobody.
public enum Daytime {
    /// By the clock in China.
    public static let hours = 8..<21

    public static func contains(_ moment: Instant) -> Bool { hours.contains(hour(of: moment)) }

    /// When the next day's hours begin; this day's, where it is too early for them.
    static func next(after moment: Instant) -> Instant {
        let day = moment.milliseconds - sinceMidnight(moment)
        let first = Instant(milliseconds: day + Int64(hours.lowerBound) * 3_600_000)
        return moment < first ? first : first + .seconds(86_400)
    }

    private static func hour(of moment: Instant) -> Int { Int(sinceMidnight(moment) / 3_600_000) }

    /// **Unit:** milliseconds; China is eight hours before UTC, without summer time.
    private static func sinceMidnight(_ moment: Instant) -> Int64 {
        (moment.milliseconds + 8 * 3_600_000) % 86_400_000
    }
}
