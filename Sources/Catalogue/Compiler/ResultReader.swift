import Base

/// Reads what a service ends in and costs, and what a register says afterwards.
struct ResultReader {
    private static let changesMax = 6
    private static let fieldsMax = 12
    private static let rulesMax = 12

    let department: DepartmentID
    let shelf: CatalogueShelf
    let questions: [Question]
    let uses: [RegisterUse]

    /// What rules may look at once everything is answered.
    private var scope: [String: RuleType] {
        shelf.scope(of: uses).merging(
            questions.map { ("answer.\($0.id)", $0.type) }, uniquingKeysWith: { first, _ in first })
    }

    func fee(_ value: YAMLValue) -> ServiceFee {
        let map = value.mapping(["fen", "basis"], optional: ["lines", "exemptions"])
        let scope = scope
        let lines = map.optional("lines")?.list(1...Self.rulesMax).compactMap { line($0, scope) } ?? []
        let exemptions = map.optional("exemptions")?.list(1...Self.rulesMax).compactMap { entry in
            let map = entry.mapping(["when", "basis"])
            let basis = map["basis"].localText()
            return map["when"].rule(knowing: scope).map { ServiceFee.Exemption(when: $0, basis: basis) }
        }
        return ServiceFee(
            fen: Int64(map["fen"].int(in: 0...100_000_000)), basis: map["basis"].localText(), lines: lines,
            exemptions: exemptions ?? [])
    }

    private func line(_ value: YAMLValue, _ scope: [String: RuleType]) -> ServiceFee.Line? {
        let map = value.mapping(["when"], optional: ["fen", "amount"])
        let when = map["when"].rule(knowing: scope)
        switch (map.optional("fen"), map.optional("amount")) {
        case (let fen?, nil):
            let fen = Int64(fen.int(in: 1...100_000_000))
            return when.map { ServiceFee.Line(when: $0, amount: .fen(fen)) }
        case (nil, let amount?):
            guard let (resource, field) = amount.registerField(among: uses) else { return nil }
            if shelf.field(field, of: resource)?.kind != .money {
                amount.refuse("The field is no sum", "Name a field of kind money, or write fen")
            }
            return when.map { ServiceFee.Line(when: $0, amount: .field("\(resource).\(field)")) }
        default:
            value.refuse("A line of a fee is a sum or a register's field", "Write either fen or amount")
            return nil
        }
    }

    func result(_ value: YAMLValue) -> ServiceResult {
        let map = value.mapping(
            ["kind", "name"], optional: ["validityDays", "validity", "remind", "changes"])
        let scope = scope
        let validityDays = map.optional("validityDays")?.int(in: 1...3_650)
        let validity: [ServiceResult.Validity] =
            map.optional("validity")?.list(1...Self.rulesMax).compactMap { entry in
                let map = entry.mapping(["when"], optional: ["days"])
                let days = map.optional("days")?.int(in: 1...36_500)
                return map["when"].rule(knowing: scope).map {
                    ServiceResult.Validity(when: $0, days: days)
                }
            } ?? []
        let shortest = ([validityDays] + validity.map(\.days)).compactMap(\.self).min()
        let result = ServiceResult(
            kind: map["kind"].word(.paper), name: map["name"].localText(), validityDays: validityDays,
            remindDaysBefore: map.optional("remind").map { remindDays($0, of: shortest) },
            validity: validity,
            changes: map.optional("changes")?.list(1...Self.changesMax).compactMap(change) ?? [])
        if !result.changes.isEmpty, !result.isDelivered {
            map["changes"].refuse(
                "A \(result.kind.rawValue) changes no register",
                "Write kind: register, licence or money, or remove changes")
        }
        return result
    }

    /// `{daysBefore: 30}`, of what ends.
    private func remindDays(_ value: YAMLValue, of validityDays: Int?) -> Int {
        let days = value.mapping(["daysBefore"])["daysBefore"].int(in: 1...180)
        if validityDays.map({ $0 <= days }) ?? true {
            value.refuse(
                "Nobody can be reminded \(days) days before this ends",
                "Give validityDays above daysBefore, or remove remind")
        }
        return days
    }

    private func change(_ value: YAMLValue) -> ServiceResult.Change? {
        let map = value.mapping(["resource", "set"])
        let resource = map["resource"].text()
        guard let register = shelf.register(resource, at: map["resource"]) else { return nil }
        if register.department != department {
            map["resource"].refuse(
                "The register is another department's",
                "Name one of \(department.rawValue); what others must know is a step of theirs")
        }
        var values: [String: ServiceResult.Change.Value] = [:]
        for entry in map["set"].list(1...Self.fieldsMax) {
            let set = entry.mapping(["field", "to"])
            let name = set["field"].text(max: 60)
            guard let field = register.fields.first(where: { $0.id == name }), field.kind != .table else {
                set["field"].refuse(
                    "\(resource) has no field \(name) that can be written",
                    "Write one of: "
                        + register.fields.filter { $0.kind != .table }.map(\.id).joined(separator: ", "))
                continue
            }
            if values.updateValue(self.value(set["to"], for: field), forKey: name) != nil {
                set["field"].refuse("The field stands twice", "Keep one of them")
            }
        }
        return ServiceResult.Change(resource: resource, values: values)
    }

    private func value(_ value: YAMLValue, for field: RegisterField) -> ServiceResult.Change.Value {
        let text = value.text(max: 60)
        if text.hasPrefix("answer.") { return answer(String(text.dropFirst("answer.".count)), value, field) }
        if field.kind == .date {
            guard let days = Self.today(text) else {
                value.refuse(
                    "A day is expected", "Write today, today+365 or the answer to a question of a date")
                return .today(0)
            }
            return .today(days)
        }
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

    /// `today`, or `today+365`.
    private static func today(_ text: String) -> Int? {
        if text == "today" { return 0 }
        guard text.hasPrefix("today+"), let days = Int(text.dropFirst("today+".count)),
            (0...40_000).contains(days)
        else { return nil }
        return days
    }
}
