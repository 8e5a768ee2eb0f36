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
    /// The paper that the department laid out itself; nil for the standard one.
    let layout: String?

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
            ["kind", "name"], optional: ["licence", "validityDays", "validity", "remind", "changes"])
        let scope = scope
        let validityDays = map.optional("validityDays")?.int(in: 1...3_650)
        let validity =
            map.optional("validity")?.list(1...Self.rulesMax).compactMap { self.validity($0, scope) } ?? []
        refuseOpenEnd(map, validityDays)
        let shortest = ([validityDays] + validity.map(\.end.fixedDays)).compactMap(\.self).min()
        let result = ServiceResult(
            kind: map["kind"].word(.paper), name: map["name"].localText(), validityDays: validityDays,
            remindDaysBefore: map.optional("remind").map { remindDays($0, of: shortest) },
            validity: validity,
            changes: map.optional("changes")?.list(1...Self.changesMax).compactMap(change) ?? [],
            licence: map.optional("licence").flatMap(licence))
        if result.licence != nil, result.kind != .licence {
            map["licence"].refuse(
                "A \(result.kind.rawValue) has no licence's identifier",
                "Write kind: licence, or remove licence")
        }
        if !result.changes.isEmpty, !result.isDelivered {
            map["changes"].refuse(
                "A \(result.kind.rawValue) changes no register",
                "Write kind: register, licence or money, or remove changes")
        }
        return result
    }

    private func licence(_ value: YAMLValue) -> LicenceType? {
        let id = value.text(max: 60)
        guard let rules = shelf.licences else {
            value.refuse(
                "\(LicenceRules.file) is missing, which says how licences are named",
                "Write it, or remove licence")
            return nil
        }
        guard let code = rules.types[id] else {
            value.refuse(
                "No type of licence is called \"\(id)\"",
                "Write one of: \(rules.types.keys.sorted().joined(separator: ", "))")
            return nil
        }
        return LicenceType(root: rules.root, code: code)
    }

    private func validity(_ value: YAMLValue, _ scope: [String: RuleType]) -> ServiceResult.Validity? {
        let map = value.mapping(["when"], optional: ["days", "until"])
        let end: ServiceResult.Validity.End
        switch (map.optional("days"), map.optional("until")) {
        case (let days?, nil): end = .day(DayTerm(.today, days: days.int(in: 1...36_500)))
        case (nil, let until?): end = .day(day(until) ?? DayTerm(.today))
        case (nil, nil):
            end = .never
            if namesLastDay {
                value.refuse(
                    "Here the paper does not end, and document.yml names {validUntil}",
                    "Write days or until, or take {validUntil} out of document.yml")
            }
        case (_?, _?):
            end = .never
            value.refuse("A paper ends after days or on a day", "Write either days or until")
        }
        return map["when"].rule(knowing: scope).map { ServiceResult.Validity(when: $0, end: end) }
    }

    /// Whether the department's own paper cannot be drawn without an end.
    private var namesLastDay: Bool { layout?.contains(/\{validUntil[|}]/) ?? false }

    /// What no rule of validity settles ends after validityDays, and else never.
    private func refuseOpenEnd(_ map: YAMLMapping, _ validityDays: Int?) {
        guard namesLastDay, validityDays == nil else { return }
        map["kind"].refuse(
            "The result has no validityDays, and document.yml names {validUntil}",
            "Write validityDays, or take {validUntil} out of document.yml")
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
        var settings: [ServiceResult.Change.Setting] = []
        let scope = scope
        for entry in map["set"].list(1...Self.fieldsMax) {
            let set = entry.mapping(["field", "to"], optional: ["when"])
            let name = set["field"].text(max: 60)
            guard let field = register.fields.first(where: { $0.id == name }), field.kind != .table else {
                set["field"].refuse(
                    "\(resource) has no field \(name) that can be written",
                    "Write one of: \(register.fields.filter { $0.kind != .table }.map(\.id).joined(separator: ", "))"
                )
                continue
            }
            if settings.contains(where: { $0.field == name && $0.when == nil }) {
                set["field"].refuse(
                    "The field stands twice", "Keep one of them, or write when beside the one before")
            }
            settings.append(
                .init(
                    field: name, when: set.optional("when")?.rule(knowing: scope),
                    value: self.value(set["to"], for: field)))
        }
        return ServiceResult.Change(resource: resource, set: settings)
    }

    private func value(_ value: YAMLValue, for field: RegisterField) -> ServiceResult.Change.Value {
        let text = value.text(max: 120)
        if text.hasPrefix("answer.") { return answer(String(text.dropFirst("answer.".count)), value, field) }
        if field.kind == .date { return .day(day(value) ?? DayTerm(.today)) }
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

    /// A day counted from that of the result, or from one that the service asks a register for.
    private func day(_ value: YAMLValue) -> DayTerm? {
        let text = value.text(max: 120)
        guard let term = DayTerm(text) else {
            value.refuse(Self.noDay, Self.someDay)
            return nil
        }
        guard case .field(let name) = term.start else { return term }
        guard name.contains("/") else {
            value.refuse(Self.noDay, Self.someDay)
            return nil
        }
        guard scope[name] == .date else {
            value.refuse(
                "\(name) is no day that is asked of a register",
                "Name a field of kind date that stands under registers")
            return nil
        }
        return term
    }

    private static let noDay: DefectText = "A day is expected"
    private static let someDay: DefectText = """
        Write today, today+365, today+12months, a register's date such as police/residence-permits.endorsedUntil+12months, \
        or for a register the answer to a question of a date
        """

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

extension ServiceResult.Validity.End {
    /// How many days it is from issue, where that is the same for everybody.
    fileprivate var fixedDays: Int? {
        guard case .day(let term) = self, term.start == .today, term.months == 0 else { return nil }
        return term.days
    }
}
