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
    /// A table of a register, by how many rows it has.
    case rows(Int)
}

/// What a name in a rule can stand for, known when the service is compiled.
enum RuleType: Hashable, Sendable {
    case flag
    case number
    case text
    case date
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

    /// What a defect calls it.
    var word: DefectText {
        switch self {
        case .flag: "yes or no"
        case .number: "a number"
        case .text: "a text"
        case .date: "a date"
        case .rows: "a table"
        case .choice: "a choice"
        }
    }
}

/// What is known in one case, by the names a rule uses.
public struct RuleFacts: Sendable {
    public let today: CalendarDate
    private let values: [String: RuleValue]

    /// Names are `answer.<question>`, `person.age`, `<department>/<register>.<field>`; what is not among them has no value.
    public init(today: CalendarDate, values: [String: RuleValue]) {
        self.today = today
        self.values = values
    }

    subscript(name: String) -> RuleValue { values[name] ?? .nothing }
}
