import Base

/// Reads what a service ends in and costs, and what a register says afterwards.
struct ResultReader {
    private static let changesMax = 6
    private static let rulesMax = 12

    let department: DepartmentID
    let shelf: CatalogueShelf
    let questions: [Question]
    let uses: [RegisterUse]
    /// The paper that the department laid out itself; nil for the standard one.
    let layout: String?

    /// What rules may look at once everything is answered.
    var scope: [String: RuleType] {
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
        let changes = ChangeReader(
            department: department, shelf: shelf, questions: questions, uses: uses, scope: scope)
        let validityDays = map.optional("validityDays")?.int(in: 1...3_650)
        let entries = map.optional("validity")?.list(1...Self.rulesMax) ?? []
        let validity = entries.enumerated().compactMap { place, entry in
            self.validity(entry, isLast: place == entries.count - 1, scope)
        }
        refuseOpenEnd(map, validityDays)
        let shortest = ([validityDays] + validity.map(\.end.leastDays)).compactMap(\.self).min()
        let result = ServiceResult(
            kind: map["kind"].word(.paper), name: map["name"].localText(), validityDays: validityDays,
            remindDaysBefore: map.optional("remind").map { remindDays($0, of: shortest) },
            validity: validity,
            changes: map.optional("changes")?.list(1...Self.changesMax).compactMap(changes.change) ?? [],
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

    private func validity(
        _ value: YAMLValue, isLast: Bool, _ scope: [String: RuleType]
    ) -> ServiceResult.Validity? {
        let map = value.mapping([], optional: ["when", "days", "until", "notAfter"])
        let when = map.optional("when")
        let notAfter = map.optional("notAfter")
        if when == nil, !isLast {
            value.refuse(
                "What holds always stands before others, which never count",
                "Write it last, or say when it holds")
        }
        let end: ServiceResult.Validity.End
        switch (map.optional("days"), map.optional("until")) {
        case (let days?, nil): end = .day(DayTerm(.today, DayShift(days: days.int(in: 1...36_500))))
        case (nil, let until?): end = .day(until.dayTerm(knowing: scope) ?? DayTerm(.today))
        case (nil, nil):
            end = .never
            if let notAfter {
                notAfter.refuse("What does not end has no latest end", "Write days or until")
            } else if when == nil {
                value.refuse("An entry says neither when nor until when", "Write days or until")
            } else if namesLastDay {
                value.refuse(
                    "Here the paper does not end, and document.yml names {validUntil}",
                    "Write days or until, or take {validUntil} out of document.yml")
            }
        case (_?, _?):
            end = .never
            value.refuse("A paper ends after days or on a day", "Write either days or until")
        }
        let latest = notAfter?.dayTerm(knowing: scope)
        guard let when else { return ServiceResult.Validity(when: nil, end: end, notAfter: latest) }
        return when.rule(knowing: scope).map {
            ServiceResult.Validity(when: $0, end: end, notAfter: latest)
        }
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
}

extension ServiceResult.Validity.End {
    /// How many days it is from issue at the least, where that is the same for everybody.
    fileprivate var leastDays: Int? {
        guard case .day(let term) = self, term.start == .today else { return nil }
        return term.shift.days + term.shift.months * 28
    }
}
