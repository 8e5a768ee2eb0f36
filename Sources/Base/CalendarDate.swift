/// A day of the Gregorian calendar, without a place or a time.
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// - Returns: Nil when there is no such day, or the year is outside 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Self.daysInMonth(year: year, month: month) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `yyyymmdd`, as on identity cards.
    public init?(compact text: some StringProtocol) {
        guard text.utf8.count == 8, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text)
        else { return nil }
        self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// Reads `yyyy-mm-dd`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2] else { return nil }
        self.init(compact: parts.joined())
    }

    /// The day that it is in China (UTC+8, no summer time since 1991) at a moment.
    public init(inChinaAt instant: Instant) {
        let seconds = Int((instant.milliseconds + 8 * 3_600_000).divided(roundingDownBy: 1_000))
        self.init(daysSince1970: seconds.divided(roundingDownBy: 86_400))
    }

    /// Days since 1970-01-01 to a date: Howard Hinnant's `civil_from_days`.
    public init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = shifted.divided(roundingDownBy: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    public var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.divided(roundingDownBy: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The same day so many months later; where that month has no such day, its last one.
    ///
    /// - Returns: Nil beyond the year 9999 or before the year 1.
    public func adding(months: Int) -> CalendarDate? {
        let count = year * 12 + month - 1 + months
        guard count >= 12 else { return nil }
        let (year, month) = (count / 12, count % 12 + 1)
        return CalendarDate(
            year: year, month: month, day: min(day, Self.daysInMonth(year: year, month: month)))
    }

    /// Whole calendar months from this day to another: the most that can be added to this one without passing that one.
    ///
    /// - Returns: Below zero where the other lies before.
    public func months(until other: CalendarDate) -> Int {
        let months = (other.year - year) * 12 + other.month - month
        let reached = min(day, Self.daysInMonth(year: other.year, month: other.month))
        return reached <= other.day ? months : months - 1
    }

    /// `yyyymmdd`.
    public var compact: String { description.filter { $0 != "-" } }

    /// `yyyy-mm-dd`.
    public var description: String {
        String(year).leftPadded(to: 4) + "-" + String(month).leftPadded(to: 2) + "-"
            + String(day).leftPadded(to: 2)
    }

    /// Completed years from this day to another, as ages are counted in law: from the day after the birthday on.
    public func age(on other: CalendarDate) -> Int {
        let before = (other.month, other.day) < (month, day)
        return other.year - year - (before ? 1 : 0)
    }

    public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    private static func daysInMonth(year: Int, month: Int) -> Int {
        if month == 2 {
            return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

extension BinaryInteger {
    fileprivate func divided(roundingDownBy divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension String {
    /// The text with zeros before it until it has `width` characters.
    public func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: Swift.max(0, width - count)) + self
    }
}
