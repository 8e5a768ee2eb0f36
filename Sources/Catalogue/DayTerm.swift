import Base

/// A day counted from another one: from the day of the result, or from a day that a register has.
public struct DayTerm: Hashable, Sendable {
    public enum Start: Hashable, Sendable {
        /// The day on which the result is issued.
        case today
        /// `<department>/<register>.<field>`, as it was when the case was handed in.
        case field(String)
    }

    /// **Unit:** days of one count; more than a century is a slip.
    static let daysMax = 40_000
    /// **Unit:** months of one count.
    static let monthsMax = 1_200

    public let start: Start
    public let months: Int
    public let days: Int

    init(_ start: Start, months: Int = 0, days: Int = 0) {
        self.start = start
        self.months = months
        self.days = days
    }

    /// Reads `today`, `today+365`, `today+12months`, and the same after a register's field.
    init?(_ text: String) {
        let parts = text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, !first.isEmpty, parts.count <= 2 else { return nil }
        start = first == "today" ? .today : .field(first)
        guard parts.count == 2 else {
            (months, days) = (0, 0)
            return
        }
        let isMonths = parts[1].hasSuffix("months")
        let digits = isMonths ? String(parts[1].dropLast("months".count)) : parts[1]
        guard digits.allSatisfy(\.isASCII), let count = Int(digits), digits.first?.isNumber == true,
            count <= (isMonths ? Self.monthsMax : Self.daysMax)
        else { return nil }
        (months, days) = isMonths ? (count, 0) : (0, count)
    }

    /// The day itself; nil where the register has none to count from.
    func day(issuedOn today: CalendarDate, in facts: RuleFacts) -> CalendarDate? {
        let from: CalendarDate
        switch start {
        case .today: from = today
        case .field(let name):
            guard case .date(let day) = facts[name] else { return nil }
            from = day
        }
        return from.adding(months: months).map { CalendarDate(daysSince1970: $0.daysSince1970 + days) }
    }
}
