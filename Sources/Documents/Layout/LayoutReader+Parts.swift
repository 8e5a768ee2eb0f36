import Base
import Yams

extension LayoutReader {
    func facts(_ node: Node) throws(LayoutProblem) -> [LayoutFact] {
        try allow(["facts"], in: node)
        guard let rows = node["facts"]?.sequence, !rows.isEmpty else {
            throw problem(node, "The facts are empty", "List `- { label: 姓名, value: \"{name}\" }`")
        }
        var facts: [LayoutFact] = []
        for row in rows {
            try allow(["label", "english", "value", "optional"], in: row)
            facts.append(
                LayoutFact(
                    label: try words("label", in: row), english: try optionalWords("english", in: row),
                    value: try template("value", in: row), optional: row["optional"]?.bool ?? false))
        }
        return facts
    }

    func table(_ node: Node) throws(LayoutProblem) -> LayoutTable {
        try allow(["table", "caption", "empty", "columns", "limit"], in: node)
        let rows = try words("table", in: node)
        guard TextTemplate.isFieldName(rows) else {
            throw problem(node["table"], "`\(rows)` is not a field name", "Use letters and digits")
        }
        guard let list = node["columns"]?.sequence, (1...8).contains(list.count) else {
            throw problem(node, "The table has no columns", "List one to eight columns under `columns:`")
        }
        var columns: [LayoutTable.Column] = []
        for item in list { columns.append(try column(item)) }
        var limit: LayoutTable.Limit?
        if let node = node["limit"] { limit = try self.limit(node) }
        return LayoutTable(
            limit: limit, rows: rows, caption: try optionalWords("caption", in: node),
            empty: try words("empty", in: node), columns: columns)
    }

    private func limit(_ node: Node) throws(LayoutProblem) -> LayoutTable.Limit {
        try allow(["field", "rows", "latest"], in: node)
        let remedy: DefectText = "Write `limit: { field: answer.months, rows: { 最近六个月: 6 }, latest: month }`"
        guard let pairs = node["rows"]?.mapping, !pairs.isEmpty else {
            throw problem(node, "The limit has no rows", remedy)
        }
        var rows: [String: Int] = [:]
        for pair in pairs {
            guard let value = pair.key.string, let count = pair.value.int, (1...1_000).contains(count) else {
                throw problem(pair.value, "The limit is not a number of rows", remedy)
            }
            rows[value] = count
        }
        return LayoutTable.Limit(
            field: try words("field", in: node), rows: rows, latest: try words("latest", in: node))
    }

    private func column(_ node: Node) throws(LayoutProblem) -> LayoutTable.Column {
        try allow(["label", "english", "field", "format", "width", "align"], in: node)
        let field = try words("field", in: node)
        guard TextTemplate.isFieldName(field) else {
            throw problem(node["field"], "`\(field)` is not a field name", "Use letters and digits")
        }
        let format = node["format"]?.string
        if let format, ValueFormat(rawValue: format) == nil {
            throw unknownFormat(format, at: node["format"])
        }
        let align = node["align"]?.string ?? "left"
        guard let alignment = LayoutTable.Alignment(rawValue: align) else {
            throw problem(node["align"], "`\(align)` is no alignment", "Use left, center or right")
        }
        let width = node["width"] == nil ? 1 : node["width"]?.float
        guard let width, (0.1...20).contains(width) else {
            throw problem(node["width"], "The width is not a share", "Give a number from 0.1 to 20")
        }
        return LayoutTable.Column(
            label: try words("label", in: node), english: try optionalWords("english", in: node),
            field: field,
            format: format.flatMap(ValueFormat.init(rawValue:)), width: width, alignment: alignment)
    }

    func words(_ key: String, in node: Node) throws(LayoutProblem) -> String {
        guard let text = node[key]?.string, !text.isEmpty, text.isPlainPaperText else {
            throw problem(node[key] ?? node, "`\(key)` is not a text", "Write a text after `\(key):`")
        }
        return text
    }

    func optionalWords(_ key: String, in node: Node) throws(LayoutProblem) -> String? {
        node[key] == nil ? nil : try words(key, in: node)
    }

    func template(_ key: String, in node: Node) throws(LayoutProblem) -> TextTemplate {
        let text = try words(key, in: node)
        do throws(TextTemplate.Refused) {
            return try TextTemplate(text)
        } catch {
            switch error {
            case .brace: throw problem(node[key], "A brace is not closed", "Write each field as {name}")
            case .name(let name):
                throw problem(node[key], "`\(name)` is not a field name", "Write {name} or {name|format}")
            case .format(let format): throw unknownFormat(format, at: node[key])
            }
        }
    }

    func optionalTemplate(_ key: String, in node: Node) throws(LayoutProblem) -> TextTemplate? {
        node[key] == nil ? nil : try template(key, in: node)
    }

    func allow(_ keys: Set<String>, in node: Node) throws(LayoutProblem) {
        guard let mapping = node.mapping else {
            throw problem(node, "Keys are expected here", "Use \(keys.sorted().joined(separator: ", "))")
        }
        guard let strange = mapping.keys.first(where: { !keys.contains($0.string ?? "") }) else { return }
        throw problem(
            strange, "There is no key `\(strange.string ?? "?")` here",
            "Use \(keys.sorted().joined(separator: ", "))")
    }

    func problem(_ node: Node?, _ what: DefectText, _ remedy: DefectText) -> LayoutProblem {
        LayoutProblem(file: file, line: node?.mark?.line ?? 0, what: what, remedy: remedy)
    }

    private func unknownFormat(_ format: String, at node: Node?) -> LayoutProblem {
        problem(
            node, "There is no format `\(format)`",
            "Use \(ValueFormat.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    static func line(of error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: 0
        }
    }
}
