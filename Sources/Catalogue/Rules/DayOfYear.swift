public import Base

/// A day that comes every year, `09-01`; 29 February comes in leap years only.
public struct DayOfYear: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Any leap year, whose days stand for those of all years.
    private static let year = 2000

    public let month: Int
    public let day: Int

    public init(_ date: CalendarDate) {
        month = date.month
        day = date.day
    }

    /// Reads `mm-dd`.
    ///
    /// - Returns: Nil when no year has such a day.
    init?(_ text: some StringProtocol) {
        guard let date = CalendarDate("\(Self.year)-\(text)") else { return nil }
        self.init(date)
    }

    /// Itself, and the days of a year just before and after it.
    var neighbours: [DayOfYear] {
        guard let date = CalendarDate(year: Self.year, month: month, day: day) else { return [self] }
        return [-1, 0, 1].map { CalendarDate(daysSince1970: date.daysSince1970 + $0) }
            .filter { $0.year == Self.year }.map(DayOfYear.init)
    }

    /// `mm-dd`.
    public var description: String {
        String(month).leftPadded(to: 2) + "-" + String(day).leftPadded(to: 2)
    }

    public static func < (a: DayOfYear, b: DayOfYear) -> Bool { (a.month, a.day) < (b.month, b.day) }
}
