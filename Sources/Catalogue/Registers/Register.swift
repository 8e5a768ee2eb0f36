/// What a department's exchange can be asked about one person, declared by the department.
public struct Register: Sendable {
    /// `<department>/<id>`, such as `fund/contributions`.
    public let id: String
    public let name: LocalText
    /// About whom the sandbox holds anything; nil: about everybody.
    public let holds: Rule?
    /// Without the person's own name and number, which every register answers with.
    public let fields: [RegisterField]

    public func field(_ id: String) -> RegisterField? {
        fields.first { $0.id == id } ?? RegisterField.person.first { $0.id == id }
    }

    public var department: DepartmentID { DepartmentID(unchecked: String(id.prefix { $0 != "/" })) }
}

/// One field of a register, or one column of its tables.
public struct RegisterField: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case text
        /// `yyyy-mm-dd`
        case date
        /// `yyyy-mm`
        case month
        /// Fen.
        case money
        case number
        /// `yes` or `no`
        case flag
        /// A number that belongs to somebody: an account, a plate, a licence.
        case code
        case table
    }

    public let id: String
    public let label: LocalText
    public let kind: Kind
    /// Whether a screen in a shop shows only a little of it until its person asks for more.
    public let isMasked: Bool
    /// Of a table; else empty.
    public let columns: [RegisterField]
    /// What the sandbox answers; nil where it has data of its own.
    public let sample: RegisterSample?

    /// The person herself, whom every register names.
    static let person = [
        RegisterField(
            id: "name", label: LocalText(mandarin: "姓名", english: "Name", minnan: "姓名"), kind: .text,
            isMasked: true, columns: [], sample: .person(.name)),
        RegisterField(
            id: "number",
            label: LocalText(mandarin: "身份证号", english: "Identity number", minnan: "身份證號"), kind: .code,
            isMasked: true, columns: [], sample: .person(.number)),
    ]

    /// How a rule reads it.
    var type: RuleType {
        switch kind {
        case .text, .month, .code: .text
        case .date: .date
        case .money, .number: .number
        case .flag: .flag
        case .table: .rows
        }
    }
}

/// How the sandbox makes up a field of a register from a person's seed.
public enum RegisterSample: Sendable {
    public enum Attribute: String, Sendable, CaseIterable {
        case name, number, sex, nation, birthDate, address, issuer, phone, age
    }

    case pick([String])
    case number(ClosedRange<Int>)
    /// Days from today.
    case days(ClosedRange<Int>)
    /// Months from this one.
    case months(ClosedRange<Int>)
    /// Row *i* of a table: *i* times so many months before this one.
    case monthsBack(Int)
    /// `#` is a digit, `@` a capital letter.
    case code(String)
    case person(Attribute)
    /// Percent of people of whom it is so.
    case flag(Int)
    /// The text of the first rule that holds of the person.
    case first([(rule: Rule, text: String)])
    /// How many rows a table has.
    case rows(ClosedRange<Int>)
    /// Row *i* of a table: *i* times so many days before today.
    case daysBack(Int)
    /// How many rows a table of the register has, whatever has become of them.
    case count(of: String)
    /// The sum of a column of a table.
    case sum(of: String, column: String)
    /// A column of a table's last row, which is the oldest; nothing where the table is empty.
    case last(of: String, column: String)
}
