import Base

/// A day counted from another one: from the day of the result, or from a day that a register has.
///
/// Its `today` is never the one of rules: these are decided as of the day of hand-in, and what holds for a year holds for one
/// from the day on which its person has it.
public struct DayTerm: Hashable, Sendable {
    public enum Start: Hashable, Sendable {
        /// The day on which the result is issued.
        case today
        /// `<department>/<register>.<field>`, as it was when the case was handed in.
        case field(String)
    }

    public let start: Start
    public let shift: DayShift

    init(_ start: Start, _ shift: DayShift = DayShift()) {
        self.start = start
        self.shift = shift
    }

    /// Reads `today`, `today+365`, `today+12months`, and the same after a register's field.
    init?(_ text: String) {
        let end = text.firstIndex(of: "+") ?? text.endIndex
        guard end > text.startIndex, let shift = DayShift(text[end...]) else { return nil }
        let first = String(text[..<end])
        self.init(first == "today" ? .today : .field(first), shift)
    }

    /// What it is counted from; nil for the day of the result.
    var field: String? {
        if case .field(let name) = start { name } else { nil }
    }

    /// The day itself; nil where the register has none to count from.
    func day(issuedOn today: CalendarDate, in facts: RuleFacts) -> CalendarDate? {
        switch start {
        case .today: return shift.day(from: today)
        case .field(let name):
            guard case .date(let day) = facts[name] else { return nil }
            return shift.day(from: day)
        }
    }
}
