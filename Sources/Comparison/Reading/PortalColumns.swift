/// Reads items by the national field names, from a table or from a portal's programs.
public enum PortalColumns {
    /// What every item must have.
    static let required = ["TASK_NAME", "TASK_CODE", "DEPT_NAME"]
    static let nameMax = 200

    /// Reads a table.
    ///
    /// **Errors:** ``CatalogueFileProblem`` with every defect found, also of lines that are no records, each with its line.
    public static func catalogue(_ table: CSVTable) throws(CatalogueFileProblem) -> PortalCatalogue {
        let names = table.header.map { $0.uppercasedASCII }
        for (index, name) in names.enumerated() where names.firstIndex(of: name) != index {
            throw CatalogueFileProblem(line: 1, "two columns with the name \(name)")
        }
        return try catalogue(
            table.records.map { record in
                (record.line, Dictionary(uniqueKeysWithValues: zip(names, record.fields)))
            }, columns: names, beside: table.defects)
    }

    /// What items' fields say, each with the line, or the place in the list, at which it stands.
    ///
    /// **Errors:** as those of a table.
    public static func catalogue(
        _ rows: [(line: Int, fields: [String: String])], columns: [String]
    ) throws(CatalogueFileProblem) -> PortalCatalogue {
        try catalogue(rows, columns: columns, beside: [])
    }

    private static func catalogue(
        _ rows: [(line: Int, fields: [String: String])], columns: [String],
        beside others: [CatalogueFileProblem.Defect]
    ) throws(CatalogueFileProblem) -> PortalCatalogue {
        let missing = required.filter { !columns.contains($0) }
        guard missing.isEmpty else {
            throw CatalogueFileProblem(line: 1, "no column \(missing.joined(separator: ", "))")
        }
        var defects = others
        var items: [PortalItem] = []
        var lineOfCode: [String: Int] = [:]
        for (line, fields) in rows {
            for message in defectsOf(fields) { defects.append(.init(line: line, message: message)) }
            let item = item(fields)
            if let first = lineOfCode[item.code], !item.code.isEmpty {
                defects.append(
                    .init(line: line, message: "TASK_CODE \(item.code) stands on line \(first) too"))
            }
            lineOfCode[item.code] = lineOfCode[item.code] ?? line
            items.append(item)
        }
        guard defects.isEmpty else { throw CatalogueFileProblem(defects.inOrder) }
        guard !items.isEmpty else { throw CatalogueFileProblem(line: 1, "a header and no item") }
        return PortalCatalogue(items: items)
    }

    private static func defectsOf(_ fields: [String: String]) -> [String] {
        var messages = required.filter { (fields[$0] ?? "").trimmed.isEmpty }.map { "no \($0)" }
        if let name = fields["TASK_NAME"], name.count > nameMax {
            messages.append("TASK_NAME has more than \(nameMax) characters")
        }
        for (name, value) in fields.sorted(by: { $0.key < $1.key })
        where value.unicodeScalars.contains(where: {
            $0.value < 0x20 && $0 != "\n" && $0 != "\r" && $0 != "\t"
        }) {
            messages.append("a control character in \(name)")
        }
        if let code = fields["TASK_CODE"]?.trimmed, !code.isEmpty, !isCode(code) {
            messages.append("TASK_CODE is 1 to 60 letters, digits and hyphens")
        }
        if let code = fields["CATALOG_CODE"]?.trimmed, !code.isEmpty,
            code.utf8.count != 12 || !code.utf8.allSatisfy({ (48...57).contains($0) })
        {
            messages.append("CATALOG_CODE is 12 digits")
        }
        if let uses = fields["HANDLE_COUNT"]?.trimmed, !uses.isEmpty, Int(uses).map({ $0 >= 0 }) != true {
            messages.append("HANDLE_COUNT is no number")
        }
        return messages
    }

    private static func isCode(_ code: String) -> Bool {
        (1...60).contains(code.utf8.count)
            && code.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
            }
    }

    private static func item(_ fields: [String: String]) -> PortalItem {
        func text(_ name: String) -> String { (fields[name] ?? "").trimmed }
        let basic = text("CATALOG_CODE")
        return PortalItem(
            name: text("TASK_NAME"), code: text("TASK_CODE"), basicCode: basic.isEmpty ? nil : basic,
            department: text("DEPT_NAME"), legalBasis: list(text("BY_LAW")),
            materials: list(text("MATERIALS")),
            result: text("RESULT_NAME"), isForOrganisations: ["法人", "2"].contains(text("SERVER_TYPE")),
            isForTerminals: ["是", "1"].contains(text("IS_SERVICE_TERMINALS")),
            uses: Int(text("HANDLE_COUNT")), isSynthetic: text("DATA_NATURE").contains("合成"))
    }

    private static func list(_ text: String) -> [String] {
        text.split(whereSeparator: { "；;".contains($0) || $0.isNewline }).map { String($0).trimmed }
            .filter { !$0.isEmpty }
    }
}

extension [CatalogueFileProblem.Defect] {
    /// By line; those of one line stay as they are.
    fileprivate var inOrder: [CatalogueFileProblem.Defect] {
        enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    fileprivate var uppercasedASCII: String { trimmed.uppercased() }
}
