import Base

/// The parts a rule is made of.
indirect enum RuleExpression: Hashable, Sendable {
    enum Comparison: String, CaseIterable {
        case equal = "=="
        case unequal = "!="
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    enum Function: String, CaseIterable {
        /// Full years from a date until today, as ages are counted.
        case years
        /// Days from one date to another.
        case days
        /// Whole calendar months from one date to another.
        case months
        /// The day of every year on which a date falls.
        case dayOfYear
        /// Whether something has no value.
        case empty
        /// Rows of a table.
        case count
    }

    case literal(RuleValue)
    case today
    case name(String)
    case not(RuleExpression)
    case and(RuleExpression, RuleExpression)
    case or(RuleExpression, RuleExpression)
    case compare(RuleExpression, Comparison, RuleExpression)
    case isIn(RuleExpression, [String])
    case sum(RuleExpression, RuleExpression, sign: Int)
    /// So many whole calendar months after a date; below zero, before it.
    case later(RuleExpression, months: Int)
    case call(Function, [RuleExpression])

    var names: Set<String> {
        switch self {
        case .literal, .today: []
        case .name(let name): [name]
        case .not(let inner), .isIn(let inner, _), .later(let inner, _): inner.names
        case .and(let left, let right), .or(let left, let right), .compare(let left, _, let right),
            .sum(let left, let right, _):
            left.names.union(right.names)
        case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.names) }
        }
    }

    func value(in facts: RuleFacts) -> RuleValue {
        switch self {
        case .literal(let value): value
        case .today: .date(facts.today)
        case .name(let name): facts[name]
        case .not(let inner): .flag(inner.value(in: facts) != .flag(true))
        case .and(let left, let right): .flag(left.isTrue(in: facts) && right.isTrue(in: facts))
        case .or(let left, let right): .flag(left.isTrue(in: facts) || right.isTrue(in: facts))
        case .compare(let left, let comparison, let right):
            .flag(Self.holds(left.value(in: facts), comparison, right.value(in: facts)))
        case .isIn(let inner, let texts):
            if case .text(let text) = inner.value(in: facts) {
                .flag(texts.contains(text))
            } else {
                .flag(false)
            }
        case .sum(let left, let right, let sign):
            Self.sum(left.value(in: facts), right.value(in: facts), sign: sign)
        case .later(let inner, let months):
            if case .date(let date) = inner.value(in: facts), let later = date.adding(months: months) {
                .date(later)
            } else {
                .nothing
            }
        case .call(let function, let arguments):
            Self.call(function, arguments.map { $0.value(in: facts) }, today: facts.today)
        }
    }

    private func isTrue(in facts: RuleFacts) -> Bool { value(in: facts) == .flag(true) }

    static func holds(_ left: RuleValue, _ comparison: Comparison, _ right: RuleValue) -> Bool {
        guard left != .nothing, right != .nothing else { return false }
        let isBefore: Bool
        switch (left, right) {
        case (.number(let left), .number(let right)): isBefore = left < right
        case (.date(let left), .date(let right)): isBefore = left < right
        case (.dayOfYear(let left), .dayOfYear(let right)): isBefore = left < right
        default: isBefore = false
        }
        return switch comparison {
        case .equal: left == right
        case .unequal: left != right
        case .below: isBefore
        case .atLeast: !isBefore
        case .atMost: isBefore || left == right
        case .above: !isBefore && left != right
        }
    }

    private static func sum(_ left: RuleValue, _ right: RuleValue, sign: Int) -> RuleValue {
        switch (left, right) {
        case (.number(let left), .number(let right)):
            let (sum, isTooLarge) = left.addingReportingOverflow(sign * right)
            return isTooLarge ? .nothing : .number(sum)
        case (.date(let date), .number(let days)) where days.magnitude < 1_000_000:
            return .date(CalendarDate(daysSince1970: date.daysSince1970 + sign * days))
        default: return .nothing
        }
    }

    private static func call(_ function: Function, _ values: [RuleValue], today: CalendarDate) -> RuleValue {
        switch (function, values.first, values.dropFirst().first) {
        case (.years, .date(let from)?, nil): .number(from.age(on: today))
        case (.days, .date(let from)?, .date(let to)?): .number(to.daysSince1970 - from.daysSince1970)
        case (.months, .date(let from)?, .date(let to)?): .number(from.months(until: to))
        case (.dayOfYear, .date(let date)?, nil): .dayOfYear(DayOfYear(date))
        case (.empty, let value?, nil): .flag(value.isEmpty)
        case (.count, .rows(let rows)?, nil): .number(rows)
        default: .nothing
        }
    }
}
