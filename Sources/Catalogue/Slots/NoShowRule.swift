public import Base

/// How many missed visits 爽约 within how long stop booking, and until when.
public struct NoShowRule: Sendable, Hashable {
    /// What a past visit counts as while nobody at the office has said whether the person came.
    public enum Unmarked: String, Sendable, CaseIterable {
        case kept
        case missed
    }

    public let missed: Int
    public let withinMonths: Int
    public let suspendedMonths: Int
    public let unmarked: Unmarked

    public init(missed: Int, withinMonths: Int, suspendedMonths: Int, unmarked: Unmarked) {
        self.missed = missed
        self.withinMonths = withinMonths
        self.suspendedMonths = suspendedMonths
        self.unmarked = unmarked
    }

    /// The first day on which booking is open again, counted from the last visit that was one too many.
    ///
    /// - Parameters:
    ///   - days: The days of missed visits, in any order.
    ///   - today: The day on which somebody would book.
    /// - Returns: Nil when the record stops nobody on that day.
    public func suspension(after days: [CalendarDate], on today: CalendarDate) -> CalendarDate? {
        let sorted = days.sorted()
        guard sorted.count >= missed else { return nil }
        let ends = (missed - 1..<sorted.count).compactMap { last -> CalendarDate? in
            let first = sorted[last - missed + 1]
            guard let end = first.adding(months: withinMonths), sorted[last] < end else { return nil }
            return sorted[last].adding(months: suspendedMonths)
        }
        return ends.max().flatMap { $0 > today ? $0 : nil }
    }
}
