import Base

/// Reads `registers.yml` of a department.
struct RegisterReader {
    static let registersMax = 40
    static let fieldsMax = 40

    let department: DepartmentID

    func registers(from root: YAMLValue) -> [Register] {
        var known: Set<String> = []
        return root.mapping(["registers"])["registers"].list(1...Self.registersMax).map { entry in
            let register = register(entry)
            if !known.insert(register.id).inserted {
                entry.refuse("Two registers are called \"\(register.id)\"", "Rename one of them")
            }
            return register
        }
    }

    private func register(_ value: YAMLValue) -> Register {
        let map = value.mapping(["id", "name", "fields"], optional: ["holds"])
        let slug = map["id"].text(max: 60)
        if !slug.isEmpty, !ServiceID.isSlug(slug) {
            map["id"].refuse("A register is named by a-z, 0-9 and hyphens", "Write it like contributions")
        }
        return Register(
            id: "\(department.rawValue)/\(slug)", name: map["name"].localText(max: 30),
            holds: map.optional("holds")?.rule(knowing: RuleFacts.personTypes),
            fields: fields(map["fields"], isTable: false))
    }

    /// What every paper knows of itself, by the same names.
    static let papersOwn: Set<String> = [
        "department", "serviceName", "caseNumber", "code", "issuedOn", "validUntil", "edition",
        LicenceIdentifier.field,
    ]

    private func fields(_ value: YAMLValue, isTable: Bool) -> [RegisterField] {
        var known = Set(isTable ? [] : RegisterField.person.map(\.id))
        var tables: [RegisterField] = []
        return value.list(1...Self.fieldsMax).map { entry in
            let field = field(entry, isColumn: isTable, beside: tables)
            if field.kind == .table { tables.append(field) }
            if !known.insert(field.id).inserted {
                entry.refuse(
                    "The field \"\(field.id)\" stands twice",
                    "Rename one; name and number are in every register")
            }
            if !isTable, Self.papersOwn.contains(field.id) {
                entry.refuse(
                    "On a paper \(field.id) is the paper's own",
                    "Rename the field, such as givenOn for issuedOn")
            }
            return field
        }
    }

    private func field(
        _ value: YAMLValue, isColumn: Bool, beside tables: [RegisterField]
    ) -> RegisterField {
        let map = value.mapping(
            ["id", "label", "kind"],
            optional: isColumn ? ["sample"] : ["sample", "masked", "columns", "rows"])
        let kind = map["kind"].word(RegisterField.Kind.text)
        if kind == .table, isColumn { map["kind"].refuse("A table holds no tables", "Write another kind") }
        let isTable = kind == .table && !isColumn
        if isTable != (map.optional("columns") != nil) {
            value.refuse("Only a table has columns, and every table has", "Add columns, or change the kind")
        }
        return RegisterField(
            id: identifier(map["id"]), label: map["label"].localText(max: 24), kind: kind,
            isMasked: map.optional("masked")?.flag() ?? (kind == .code || kind == .money),
            columns: map.optional("columns").map { fields($0, isTable: true) } ?? [],
            sample: isTable
                ? map.optional("rows").map { .rows(range($0, in: 0...60)) }
                : map.optional("sample").flatMap { sample($0, beside: tables) })
    }

    private func identifier(_ value: YAMLValue) -> String {
        let text = value.text(max: 40)
        let isName =
            text.first?.isLowercase == true
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
            }
        if !text.isEmpty, !isName {
            value.refuse("A field is named by letters and digits, beginning small", "Write it like paidUntil")
        }
        return text
    }

    private func sample(_ value: YAMLValue, beside tables: [RegisterField]) -> RegisterSample? {
        let kinds = [
            "pick", "number", "days", "months", "monthsBack", "daysBack", "code", "person", "flag", "first",
            "count", "sum", "last",
        ]
        let map = value.mapping([], optional: kinds)
        guard let kind = kinds.first(where: { map.optional($0) != nil }) else {
            value.refuse("A sample is made by one rule", "Write one of: \(kinds.joined(separator: ", "))")
            return nil
        }
        let entry = map[kind]
        switch kind {
        case "pick": return .pick(entry.list(1...40).map { $0.text(max: 80) })
        case "number": return .number(range(entry, in: -1_000_000_000...1_000_000_000))
        case "days": return .days(range(entry, in: -40_000...40_000))
        case "months": return .months(range(entry, in: -1_200...1_200))
        case "monthsBack": return .monthsBack(entry.int(in: 1...60))
        case "daysBack": return .daysBack(entry.int(in: 1...1_000))
        case "count":
            table(entry, among: tables)
            return .count(of: entry.text(max: 40))
        case "sum", "last":
            let place = entry.list(2...2)
            guard place.count == 2 else { return nil }
            let column = place[1].text(max: 40)
            if let table = table(place[0], among: tables), !table.columns.contains(where: { $0.id == column })
            {
                place[1].refuse(
                    "\(table.id) has no column \(column)",
                    "Write one of: \(table.columns.map(\.id).joined(separator: ", "))")
            }
            let id = place[0].text(max: 40)
            return kind == "sum" ? .sum(of: id, column: column) : .last(of: id, column: column)
        case "code": return .code(entry.text(max: 40))
        case "flag": return .flag(entry.int(in: 0...100))
        case "person": return .person(entry.word(.name))
        default: return .first(entry.list(1...10).compactMap(branch))
        }
    }

    @discardableResult
    private func table(_ value: YAMLValue, among tables: [RegisterField]) -> RegisterField? {
        let id = value.text(max: 40)
        let table = tables.first { $0.id == id }
        if table == nil, !id.isEmpty {
            value.refuse("No table above is called \(id)", "Name a table of this register that stands above")
        }
        return table
    }

    private func branch(_ value: YAMLValue) -> (rule: Rule, text: String)? {
        let pair = value.list(2...2)
        guard pair.count == 2, let rule = pair[0].rule(knowing: RuleFacts.personTypes) else { return nil }
        return (rule, pair[1].text(max: 80))
    }

    private func range(_ value: YAMLValue, in limits: ClosedRange<Int>) -> ClosedRange<Int> {
        let ends = value.list(2...2).map { $0.int(in: limits) }
        guard ends.count == 2 else { return limits.lowerBound...limits.lowerBound }
        guard ends[0] <= ends[1] else {
            value.refuse("The range ends before it begins", "Swap the two numbers")
            return ends[0]...ends[0]
        }
        return ends[0]...ends[1]
    }
}

extension YAMLValue {
    /// A condition over names that are known.
    func rule(knowing scope: [String: RuleType]) -> Rule? {
        let source = text(max: RuleScanner.charactersMax)
        guard !source.isEmpty else { return nil }
        do throws(RuleFault) {
            let rule = try Rule(source)
            if let fault = rule.fault(knowing: scope) { throw fault }
            return rule
        } catch {
            refuse(error.message, error.remedy)
            return nil
        }
    }
}
