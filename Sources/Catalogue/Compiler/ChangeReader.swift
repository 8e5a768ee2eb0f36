import Base

/// Reads what a register says once a service has ended: `changes` of its result.
struct ChangeReader {
    private static let fieldsMax = 12
    private static let acts = ["to", "add", "subtract", "row", "remove"]

    let department: DepartmentID
    let shelf: CatalogueShelf
    let questions: [Question]
    let uses: [RegisterUse]
    /// What rules may look at once everything is answered.
    let scope: [String: RuleType]

    func change(_ value: YAMLValue) -> ServiceResult.Change? {
        let map = value.mapping(["resource", "set"])
        let resource = map["resource"].text()
        guard let register = shelf.register(resource, at: map["resource"]) else { return nil }
        if register.department != department {
            map["resource"].refuse(
                "The register is another department's",
                "Name one of \(department.rawValue); what others must know is a step of theirs")
        }
        var settings: [ServiceResult.Change.Setting] = []
        for entry in map["set"].list(1...Self.fieldsMax) {
            guard let setting = setting(entry, of: register) else { continue }
            if settings.contains(where: { $0.field == setting.field && $0.when == nil }) {
                entry.refuse(
                    "The field stands twice", "Keep one of them, or write when beside the one before")
            }
            settings.append(setting)
        }
        return ServiceResult.Change(resource: resource, set: settings)
    }

    private func setting(_ value: YAMLValue, of register: Register) -> ServiceResult.Change.Setting? {
        let set = value.mapping(["field"], optional: ["when"] + Self.acts)
        let name = set["field"].text(max: 60)
        let given = Self.acts.filter { set.optional($0) != nil }
        guard let word = given.first, given.count == 1 else {
            value.refuse(
                "One thing happens to a field", "Write one of: \(Self.acts.joined(separator: ", "))")
            return nil
        }
        let isOfTable = word == "row" || word == "remove"
        guard let field = register.fields.first(where: { $0.id == name }), isOfTable == (field.kind == .table)
        else {
            set["field"].refuse(
                "\(register.id) has no field \(name) that can be written",
                "Write one of: \(register.fields.filter { isOfTable == ($0.kind == .table) }.map(\.id).joined(separator: ", "))"
            )
            return nil
        }
        return ServiceResult.Change.Setting(
            field: name, when: set.optional("when")?.rule(knowing: scope),
            act: act(word, set[word], on: field))
    }

    private func act(
        _ word: String, _ value: YAMLValue, on field: RegisterField
    ) -> ServiceResult.Change.Act {
        switch word {
        case "to": return .set(self.value(value, for: field))
        case "row": return .row(columns(value, of: field))
        case "remove":
            return value.has("rows") ? removeAll(value, of: field) : .remove(columns(value, of: field))
        default:
            if ![.number, .money].contains(field.kind) {
                value.refuse("A \(field.kind.rawValue) has no sum", "Write to, or name a number or money")
            }
            return .add(self.value(value, for: field), sign: word == "add" ? 1 : -1)
        }
    }

    /// The rows that another table had, known by a column of both.
    private func removeAll(_ value: YAMLValue, of table: RegisterField) -> ServiceResult.Change.Act {
        let map = value.mapping(["rows", "by"])
        let (name, column) = (map["rows"].text(max: 120), map["by"].text(max: 60))
        guard let listed = asked(name), listed.kind == .table else {
            map["rows"].refuse(
                "\(name) is no table that is asked of a register",
                "Name a table that stands under registers")
            return .removeAll(of: name, by: column)
        }
        let shared = table.columns.map(\.id).filter(listed.columns.map(\.id).contains)
        if let lacking = [listed, table].first(where: { !$0.columns.contains { $0.id == column } }) {
            map["by"].refuse(
                "\(lacking.id) has no column \(column)",
                "Write one of: \(shared.joined(separator: ", "))")
        }
        return .removeAll(of: name, by: column)
    }

    /// Some columns of a table, each with what it says.
    private func columns(_ value: YAMLValue, of table: RegisterField) -> [String: ServiceResult.Change.Value]
    {
        let map = value.mapping([], optional: table.columns.map(\.id))
        let known = table.columns.compactMap { column in
            map.optional(column.id).map { (column.id, self.value($0, for: column)) }
        }
        if known.isEmpty {
            value.refuse(
                "No column of \(table.id) is named",
                "Write one of: \(table.columns.map(\.id).joined(separator: ", "))")
        }
        return Dictionary(known) { first, _ in first }
    }

    private static let answerPrefix = "answer."

    private func value(_ value: YAMLValue, for field: RegisterField) -> ServiceResult.Change.Value {
        let text = value.text(max: 120)
        if text.hasPrefix(Self.answerPrefix), !text.contains("+") {
            return answer(String(text.dropFirst(Self.answerPrefix.count)), value, field)
        }
        // As registers write it where they hold nothing.
        if text == "-" { return .text(text) }
        if let known = asked(text) {
            if !known.isLike(field) {
                value.refuse(
                    "\(text) is no \(field.kind.rawValue)", "Name a field of the same kind, or another field")
            }
            return .field(text)
        }
        if field.kind == .date { return .day(value.dayTerm(knowing: scope) ?? DayTerm(.today)) }
        let fits: Bool =
            switch field.kind {
            case .flag: ["yes", "no"].contains(text)
            case .money, .number: Int(text) != nil
            case .text, .code, .month, .date, .table: true
            }
        if !text.isEmpty, !fits {
            value.refuse(
                "The field is a \(field.kind.rawValue)",
                field.kind == .flag ? "Write \"yes\" or \"no\"" : "Write a whole number (money in fen)")
        }
        return .text(text)
    }

    /// A field that the service asks a register for; nil where the text names none.
    private func asked(_ text: String) -> RegisterField? {
        for use in uses where text.hasPrefix(use.resource + ".") {
            let name = String(text.dropFirst(use.resource.count + 1))
            if use.fields.contains(name) { return shelf.field(name, of: use.resource) }
        }
        return nil
    }

    private func answer(
        _ id: String, _ value: YAMLValue, _ field: RegisterField
    ) -> ServiceResult.Change.Value {
        guard let question = questions.first(where: { $0.id == id }) else {
            value.refuse("No question is called \"\(id)\"", "Name one of the service's questions")
            return .answer(id)
        }
        let fits: Bool =
            switch (question.kind, field.kind) {
            case (.files, _), (.signature, _), (.table, _): false
            case (.date, .date), (.yesNo, .flag), (.money, .money), (.number, .number): true
            case (_, .text), (_, .code): true
            default: false
            }
        if !fits {
            value.refuse(
                "The answer to \"\(id)\" is no \(field.kind.rawValue)",
                "Take a question of the field's kind, or another field")
        }
        return .answer(id)
    }
}

extension RegisterField {
    /// Whether one can say what the other says.
    fileprivate func isLike(_ other: RegisterField) -> Bool {
        kind == other.kind || [.text, .code].contains(kind) && [.text, .code].contains(other.kind)
    }
}

extension YAMLValue {
    /// A day counted from that of the result, or from one that the service asks a register for.
    func dayTerm(knowing scope: [String: RuleType]) -> DayTerm? {
        let text = text(max: 120)
        guard let term = DayTerm(text) else {
            refuse(Self.noDay, Self.someDay)
            return nil
        }
        guard case .field(let name) = term.start else { return term }
        guard name.contains("/") || name.hasPrefix("answer.") else {
            refuse(Self.noDay, Self.someDay)
            return nil
        }
        guard scope[name] == .date else {
            refuse(
                "\(name) is no day that a register or the person is asked for",
                "Name a field of kind date that stands under registers, or a question of a date")
            return nil
        }
        return term
    }

    private static let noDay: DefectText = "A day is expected"
    private static let someDay: DefectText = """
        Write today, today+365, today+12months, a register's date such as police/residence-permits.endorsedUntil+12months, \
        or the answer to a question of a date such as answer.start+6months
        """
}
