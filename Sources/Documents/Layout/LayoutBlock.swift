/// One part of a paper, from top to bottom.
public enum LayoutBlock: Hashable, Sendable {
    /// The name of the paper, once.
    case title(TextTemplate, english: TextTemplate?)
    /// The issuing department under the title.
    case issuer(TextTemplate)
    case paragraph(TextTemplate, english: TextTemplate?)
    /// Labels and values in a ruled table.
    case facts([LayoutFact])
    case table(LayoutTable)
    case note(TextTemplate)
    /// Until when the paper is valid and what for.
    case validity(TextTemplate)
    /// The department, the day and the round seal over both, at the right.
    case seal(department: TextTemplate, date: TextTemplate)

    /// Whether a page that holds nothing else still says something of its holder.
    var saysSomething: Bool {
        switch self {
        case .paragraph, .facts, .table: true
        case .title, .issuer, .note, .validity, .seal: false
        }
    }

    var isSeal: Bool { if case .seal = self { true } else { false } }

    /// The values it may print, also those it can do without, and the table.
    var printed: (values: Set<String>, table: String?) {
        switch self {
        case .facts(let rows): (rows.reduce(into: []) { $0.formUnion($1.value.fieldsNeeded) }, nil)
        case .table(let table): (Set(table.limit.map { [$0.field] } ?? []), table.rows)
        case .title, .issuer, .paragraph, .note, .validity, .seal: (fieldsNeeded, nil)
        }
    }

    var fieldsNeeded: Set<String> {
        switch self {
        case .title(let text, let english), .paragraph(let text, let english):
            text.fieldsNeeded.union(english?.fieldsNeeded ?? [])
        case .issuer(let text), .note(let text), .validity(let text): text.fieldsNeeded
        case .facts(let rows):
            rows.reduce(into: []) { needed, fact in
                if !fact.optional { needed.formUnion(fact.value.fieldsNeeded) }
            }
        case .table(let table):
            Set(table.columns.map { "\(table.rows).\($0.field)" } + (table.limit.map { [$0.field] } ?? []))
        case .seal(let department, let date): department.fieldsNeeded.union(date.fieldsNeeded)
        }
    }
}

/// A label and its value.
public struct LayoutFact: Hashable, Sendable {
    let label: String
    let english: String?
    let value: TextTemplate
    /// Whether the row is left out when a value it needs is missing or empty.
    let optional: Bool
}

/// A table with a row for each row of the content; it goes on over pages with its head repeated.
public struct LayoutTable: Hashable, Sendable {
    enum Alignment: String, Sendable, CaseIterable {
        case left, center, right
    }

    struct Column: Hashable, Sendable {
        let label: String
        let english: String?
        let field: String
        let format: ValueFormat?
        /// Share of the width, against the other columns.
        let width: Double
        let alignment: Alignment
    }

    /// How many rows a choice of the citizen leaves.
    struct Limit: Hashable, Sendable {
        /// The value that chooses.
        let field: String
        /// Rows by value; another value is an error.
        let rows: [String: Int]
        /// The column by whose greatest values rows are kept, in the order they came.
        let latest: String
    }

    let limit: Limit?
    /// The name of the table in the content.
    let rows: String
    let caption: String?
    /// What stands in place of the rows when there are none.
    let empty: String
    let columns: [Column]
}
