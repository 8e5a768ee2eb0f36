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

    var fieldsNeeded: Set<String> {
        switch self {
        case .title(let text, let english), .paragraph(let text, let english):
            text.fieldsNeeded.union(english?.fieldsNeeded ?? [])
        case .issuer(let text), .note(let text), .validity(let text): text.fieldsNeeded
        case .facts(let rows): rows.reduce(into: []) { $0.formUnion($1.value.fieldsNeeded) }
        case .table(let table): Set(table.columns.map { "\(table.rows).\($0.field)" })
        case .seal(let department, let date): department.fieldsNeeded.union(date.fieldsNeeded)
        }
    }
}

/// A label and its value.
public struct LayoutFact: Hashable, Sendable {
    let label: String
    let english: String?
    let value: TextTemplate
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

    /// The name of the table in the content.
    let rows: String
    let caption: String?
    /// What stands in place of the rows when there are none.
    let empty: String
    let columns: [Column]
}
