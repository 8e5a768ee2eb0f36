import Base

/// So many days or whole calendar months from a day, as files write it: nothing, `+30`, `-365`, `+12months`.
///
/// Where the month that is reached has no such day, its last one.
public struct DayShift: Hashable, Sendable {
    /// **Unit:** days of one count; more than a century is a slip.
    static let daysMax = 40_000
    /// **Unit:** months of one count.
    static let monthsMax = 1_200
    /// What stands behind a count of months.
    static let monthsWord = "months"

    public let months: Int
    public let days: Int

    init(months: Int = 0, days: Int = 0) {
        self.months = months
        self.days = days
    }

    init?(_ text: some StringProtocol) {
        guard let sign = text.first else {
            self.init()
            return
        }
        guard sign == "+" || sign == "-" else { return nil }
        let isMonths = text.hasSuffix(Self.monthsWord)
        let digits = text.dropFirst().dropLast(isMonths ? Self.monthsWord.count : 0)
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(digits),
            count <= (isMonths ? Self.monthsMax : Self.daysMax)
        else { return nil }
        let signed = sign == "-" ? -count : count
        self.init(months: isMonths ? signed : 0, days: isMonths ? 0 : signed)
    }

    /// - Returns: Nil beyond the year 9999 or before the year 1.
    func day(from day: CalendarDate) -> CalendarDate? {
        day.adding(months: months).map { CalendarDate(daysSince1970: $0.daysSince1970 + days) }
    }
}
