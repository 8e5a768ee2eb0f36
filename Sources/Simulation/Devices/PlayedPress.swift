import Base
package import Documents

/// Makes small papers whose text is all that a real one would say.
package enum PlayedPress {
    package static let maker: DocumentFactory.PaperMaker = { order, codeText in
        let values = order.content.values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let rows = order.content.tables.sorted { $0.key < $1.key }.flatMap { name, rows in
            rows.map { row in name + ": " + row.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")
            }
        }
        let lines =
            ["\(order.serviceName) \(order.caseNumber)", "\(order.issuer) \(order.issueDate)"]
            + ["\(order.holder.name.text) \(order.holder.number.text)"]
            + (order.agent.map { [$0.line] } ?? []) + values + rows
        let text = (["%PDF-1.7 played", "edition \(order.edition)"] + lines + [codeText]).joined(
            separator: "\n")
        return (Array(text.utf8), lines.map { DrawnText(page: 1, text: $0) })
    }
}
