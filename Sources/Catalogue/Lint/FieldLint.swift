import Base

/// A department is asked for nothing that is neither shown nor used.
struct FieldLint {
    func check(_ item: ServiceItem, _ notes: LintNotes) {
        let used = Self.used(by: item)
        for use in item.registers {
            for field in use.fields where !ServiceItem.ownFields.contains(field) {
                let name = "\(use.resource).\(field)"
                guard !used.contains(name), !Self.isPrinted(field, by: item) else { continue }
                notes.error(
                    at: .key("registers").entry("resource", use.resource).key("fields").text(field),
                    "\(use.resource).\(field) is asked for and never used",
                    "Take it out: what is not needed may not be asked")
            }
        }
    }

    /// What rules look at, the person sees, a clerk reads beside an answer, and is told or counted from afterwards.
    private static func used(by item: ServiceItem) -> Set<String> {
        let sources = item.questions.compactMap(\.source).map { "\($0.resource).\($0.field)" }
        let checks = item.questions.compactMap(\.check).map { "\($0.resource).\($0.field)" }
        return Set(item.prefill.map { "\($0.resource).\($0.field)" } + sources + checks)
            .union(item.rules.flatMap(\.names)).union(item.fee.fields).union(item.result.startFields)
            .union(item.result.changes.flatMap(\.fields)).union(regions(of: item))
    }

    /// What says which district decides; a step names the field alone, which no other register of the service has.
    private static func regions(of item: ServiceItem) -> [String] {
        item.steps.flatMap { step -> [String] in
            guard case .register(let field) = step.region else { return [] }
            return item.registers.filter { $0.fields.contains(field) }.map { "\($0.resource).\(field)" }
        }
    }

    private static func isPrinted(_ field: String, by item: ServiceItem) -> Bool {
        guard let paper = item.paper else {
            let layout = item.layout ?? ""
            return isNamed(field, in: layout)
                || layout.split(whereSeparator: \.isNewline).contains { isTable(of: field, $0) }
        }
        return paper.tables.contains { $0.field == field }
            || ([paper.statement, paper.english] + [paper.note].compactMap(\.self) + paper.facts.map(\.value))
                .contains { isNamed(field, in: $0) }
    }

    /// Whether a line of a layout begins a table of the rows of a field.
    private static func isTable(of field: String, _ line: Substring) -> Bool {
        let parts = line.split(separator: ":").map { String($0).trimmingSpaces() }
        return parts.count == 2 && parts[0].hasSuffix("table") && parts[1] == field
    }

    private static func isNamed(_ field: String, in text: String) -> Bool {
        text.contains("{\(field)}") || text.contains("{\(field)|")
    }
}
