import Base

/// Puts the values of an order into the sentences of its layout.
struct PaperWords {
    let order: DocumentOrder

    func text(_ template: TextTemplate) throws(DocumentRefused) -> String {
        var text = ""
        for part in template.parts {
            switch part {
            case .words(let words): text += words
            case .field(let name, let format): text += try value(name, format: format)
            }
        }
        return text
    }

    func rows(of table: LayoutTable) throws(DocumentRefused) -> [[String]] {
        guard let all = order.content.tables[table.rows] else { throw .missingField(table.rows) }
        let rows = try table.limit.map { limit throws(DocumentRefused) in try limited(all, limit) } ?? all
        var result: [[String]] = []
        for row in rows {
            var cells: [String] = []
            for column in table.columns {
                let field = "\(table.rows).\(column.field)"
                guard let value = row[column.field] else { throw .missingField(field) }
                cells.append(try written(value, format: column.format, field: field))
            }
            result.append(cells)
        }
        return result
    }

    /// The text of a fact; nil when it may be left out and a value is missing or empty.
    func text(_ fact: LayoutFact) throws(DocumentRefused) -> String? {
        let isWhole = fact.value.fieldsNeeded.allSatisfy { order.content.values[$0]?.isEmpty == false }
        return fact.optional && !isWhole ? nil : try text(fact.value)
    }

    private func limited(
        _ rows: [[String: String]], _ limit: LayoutTable.Limit
    ) throws(DocumentRefused) -> [[String: String]] {
        guard let choice = order.content.values[limit.field] else { throw .missingField(limit.field) }
        guard let count = limit.rows[choice] else { throw .unreadableValue(field: limit.field) }
        let kept = Set(rows.compactMap { $0[limit.latest] }.sorted(by: >).prefix(count))
        return rows.filter { $0[limit.latest].map(kept.contains) ?? false }
    }

    private func value(_ name: String, format: ValueFormat?) throws(DocumentRefused) -> String {
        let known = PaperField(rawValue: name).map { $0.value(in: order) }
        guard let value = known ?? order.content.values[name] else { throw .missingField(name) }
        return try written(value, format: format, field: name)
    }

    private func written(
        _ value: String, format: ValueFormat?, field: String
    ) throws(DocumentRefused) -> String {
        guard value.isPlainText else { throw .unsafeText(field: field) }
        guard let format else { return value }
        guard let text = format.text(value) else { throw .unreadableValue(field: field) }
        return text
    }
}
