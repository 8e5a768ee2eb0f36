public import Base

/// What a name in a rule stands for in one case.
public enum RuleValue: Hashable, Sendable {
    /// Not answered, or not on record.
    case nothing
    case flag(Bool)
    /// Whole numbers; money in fen.
    case number(Int)
    case text(String)
    case date(CalendarDate)
    /// A day of every year.
    case dayOfYear(DayOfYear)
    /// A table of a register, by how many rows it has.
    case rows(Int)

    var isEmpty: Bool { self == .nothing || self == .text("") || self == .rows(0) }
}

/// What a name in a rule can stand for, known when the service is compiled.
enum RuleType: Hashable, Sendable {
    case flag
    case number
    case text
    case date
    case dayOfYear
    case rows
    /// One of an option's ids.
    case choice([String])

    /// Whether two may stand on both sides of a comparison.
    func compares(with other: RuleType) -> Bool {
        switch (self, other) {
        case (.choice, .text), (.text, .choice), (.choice, .choice): true
        default: self == other
        }
    }

    /// Whether one may stand before another.
    var hasOrder: Bool { [.number, .date, .dayOfYear].contains(self) }

    /// What a defect calls it.
    var word: DefectText {
        switch self {
        case .flag: "yes or no"
        case .number: "a number"
        case .text: "a text"
        case .date: "a date"
        case .dayOfYear: "a day of the year"
        case .rows: "a table"
        case .choice: "a choice"
        }
    }
}

/// What is known in one case, by the names a rule uses.
public struct RuleFacts: Sendable {
    public let today: CalendarDate
    private let values: [String: RuleValue]
    /// Whether more may be known later of what is not among them.
    private let isPartial: Bool

    /// Names are `answer.<question>`, `person.age`, `<department>/<register>.<field>`; what is not among them has no value, or,
    /// where they are a part of what will be known, none yet.
    public init(today: CalendarDate, values: [String: RuleValue], isPartial: Bool = false) {
        self.today = today
        self.values = values
        self.isPartial = isPartial
    }

    subscript(name: String) -> RuleValue { values[name] ?? .nothing }

    /// Whether it is a field of a register that has not answered, or anything else that is not known yet.
    func isUnanswered(_ name: String) -> Bool { values[name] == nil && (isPartial || name.contains("/")) }
}
