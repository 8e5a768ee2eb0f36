/// A day's numbers that a restored database may not know to be given.
///
/// They stand on people's papers. What is given from now on lies above them, also where the same day is restored twice: a series
/// would have to give ``perSecond`` numbers for as long as it ran.
public struct LostNumbers: Hashable, Sendable {
    /// Of one series; all services of a centre together open some thousands of cases a second at most (`docs/bench.md`).
    public static let perSecond: Int64 = 10_000

    /// The day in China, `yyyymmdd`.
    public let day: String
    /// The highest that may have been given.
    ///
    /// **Range:** 10,000 to 864,000,000: nine digits at most.
    public let last: Int64

    public init(restoredAt moment: Instant) {
        let today = CalendarDate(inChinaAt: moment)
        day = today.compact
        let midnight = Instant(milliseconds: (Int64(today.daysSince1970) * 86_400 - 8 * 3_600) * 1_000)
        last = (moment.since(midnight).wholeMilliseconds / 1_000 + 1) * Self.perSecond
    }
}
