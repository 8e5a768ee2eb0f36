/// What the columns of one table hold about people, why, and when that goes.
///
/// Every table of the house is declared beside its migrations; a column without a declaration fails the tests.
public struct StoredTable: Sendable {
    /// When the rows of a table go.
    public enum Leaving: Hashable, Sendable {
        case after(RetentionClass)
        /// By a rule of its own, said in words.
        case byItself(String)
        /// Never, with the reason.
        case never(String)
    }

    public let name: String
    public let leaving: Leaving
    public let fields: [StoredField]

    public init(_ name: String, _ leaving: Leaving, _ fields: [StoredField]) {
        self.name = name
        self.leaving = leaving
        self.fields = fields
    }

    /// A table that says nothing about any citizen.
    public init(things name: String, _ columns: [String]) {
        self.init(
            name, .never("about no citizen"),
            columns.map { StoredField($0, .thing, .clear, "the house's own") })
    }
}

/// One column.
public struct StoredField: Hashable, Sendable {
    /// What it says about a citizen.
    public enum Content: String, Sendable {
        case number = "citizen number"
        case name
        case phone
        case answers = "what the person answered or a department knows"
        case paper = "a whole paper"
        case credential
        case pseudonym
        case trace = "when, where, what for"
        case consent
        case opinion
        /// What anybody may read.
        case publicRecord = "public record"
        case thing = "nothing"
    }

    /// How it is kept.
    public enum Form: String, Sendable {
        case clear
        case hash
        case keyedIndex = "keyed index"
        /// Under the person's own key, bound to table, column and row.
        case sealedByPerson = "sealed under the person's key"
        case sealedByRing = "sealed under the ring"
        case wrapped = "wrapped under the ring"
    }

    public let column: String
    public let content: Content
    public let form: Form
    /// Why it is kept, for the impact assessment.
    public let purpose: String

    public init(_ column: String, _ content: Content, _ form: Form, _ purpose: String) {
        self.column = column
        self.content = content
        self.form = form
        self.purpose = purpose
    }

    /// Whether it says anything about a citizen at all.
    public var isPersonal: Bool { content != .thing }
}

extension [StoredField] {
    /// Columns of which the same holds.
    public static func each(
        _ columns: [String], _ content: StoredField.Content, _ form: StoredField.Form, _ purpose: String
    ) -> [StoredField] {
        columns.map { StoredField($0, content, form, purpose) }
    }

    public static func things(_ columns: [String]) -> [StoredField] {
        each(columns, .thing, .clear, "the house's own")
    }
}
