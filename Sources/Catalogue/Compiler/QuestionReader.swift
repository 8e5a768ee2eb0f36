import Base

/// Reads the questions of a service.
struct QuestionReader {
    static let countMax = 60
    static let optionsMax = 40
    static let mustMax = 6
    /// Stands under `prefill` in place of a register's field.
    private static let ownPhone = "own-phone"

    /// What the service asks of registers; its questions may be spared by them.
    let uses: [RegisterUse]
    /// What rules may look at before any question.
    let scope: [String: RuleType]
    /// Whether a clerk sees what is handed in.
    var isDecidedByClerks = false

    func questions(_ value: YAMLValue) -> [Question] {
        var known = scope
        var ids: Set<String> = []
        return value.list(0...Self.countMax).flatMap { entry in
            let question = question(entry, knowing: known)
            let asked = question.source?.otherwise == .paper ? [question, .paper(for: question)] : [question]
            for question in asked {
                if !ids.insert(question.id).inserted {
                    entry.refuse("Two questions are called \"\(question.id)\"", "Rename one of them")
                }
                // A condition looks at earlier answers only, so there are no circles.
                known["answer.\(question.id)"] = question.type
            }
            return asked
        }
    }

    private func question(_ value: YAMLValue, knowing scope: [String: RuleType]) -> Question {
        let map = value.mapping(
            ["id", "kind", "label", "why", "required"],
            optional: [
                "hint", "options", "max", "from", "to", "when", "columns", "rows", "files", "prefill",
                "otherwise", "check", "must",
            ])
        let kind = kind(map, of: value)
        switch kind {
        case .files, .signature:
            map.optional("prefill")?.refuse(
                "No register knows what comes from the person's own hand", "Remove prefill")
        default: break
        }
        let isOwnPhone = isOwnPhone(map, kind)
        var question = Question(
            id: identifier(map["id"]), kind: kind, label: map["label"].localText(max: 40),
            hint: map.optional("hint")?.localText(max: 60), why: map["why"].localText(max: 60),
            isRequired: map["required"].flag(), when: map.optional("when")?.rule(knowing: scope),
            source: isOwnPhone ? nil : source(map), isOwnPhone: isOwnPhone)
        if let check = map.optional("check") {
            if !question.isComparable {
                check.refuse("Such an answer is not compared", "Remove check")
            } else if question.source != nil {
                check.refuse("What a register answers is not asked and compared", "Keep prefill or check")
            }
            question.check = check.registerField(among: uses).map {
                Question.Comparison(resource: $0.resource, field: $0.field)
            }
        }
        if let must = map.optional("must") {
            question.must = requirements(must, of: question, knowing: scope)
        }
        return question
    }

    /// Rules that look at the answer itself; what no answer changes is told before the first question.
    private func requirements(
        _ value: YAMLValue, of question: Question, knowing scope: [String: RuleType]
    ) -> [Requirement] {
        let name = "answer.\(question.id)"
        let known = scope.merging([name: question.type]) { $1 }
        return value.list(1...Self.mustMax).compactMap { entry in
            let requirement = Requirement(entry, knowing: known)
            if let rule = requirement?.rule, !rule.names.contains(name) {
                entry.refuse(
                    "The rule looks at no answer to this question",
                    "Name \(name) in it, or write it under eligibility")
            }
            return requirement
        }
    }

    /// A question that several services share, and what it feeds.
    func shared(_ value: YAMLValue) -> (Question, feeds: YAMLValue) {
        let map = value.mapping(
            ["question", "kind", "label", "why", "required", "feeds"],
            optional: ["hint", "options", "max", "from", "to", "columns", "rows", "prefill"])
        let kind = kind(map, of: value)
        let isOwnPhone = isOwnPhone(map, kind)
        if !isOwnPhone {
            map.optional("prefill")?.refuse(
                "A form of many services asks no register", "Write prefill: own-phone, or remove it")
        }
        let question = Question(
            id: identifier(map["question"]), kind: kind, label: map["label"].localText(max: 40),
            hint: map.optional("hint")?.localText(max: 60), why: map["why"].localText(max: 60),
            isRequired: map["required"].flag(), when: nil, source: nil, isOwnPhone: isOwnPhone)
        if case .files = question.kind {
            map["kind"].refuse(
                "A form of many services takes no files", "Let one of its services ask for them")
        }
        return (question, map["feeds"])
    }

    private enum KindWord: String, CaseIterable {
        case choice
        case yesNo = "yes-no"
        case text
        case longText = "long-text"
        case date
        case number
        case money
        case phone
        case person
        case company
        case bankAccount = "bank-account"
        case address
        case table
        case file
        case photograph
        case signature

        /// The keys that only this kind has.
        var keys: Set<String> {
            switch self {
            case .choice: ["options"]
            case .text, .longText: ["max"]
            case .date, .number, .money: ["from", "to"]
            case .table: ["columns", "rows"]
            case .file: ["files"]
            case .yesNo, .phone, .person, .company, .bankAccount, .address, .photograph, .signature: []
            }
        }
    }

    private func kind(_ map: YAMLMapping, of value: YAMLValue) -> Question.Kind {
        // What a question of an unknown kind needs nobody can say.
        guard let word: KindWord = map["kind"].knownWord() else { return .text(max: 500) }
        for key in ["options", "max", "from", "to", "columns", "rows", "files"] {
            let isPresent = map.optional(key) != nil
            if isPresent, !word.keys.contains(key) {
                map[key].refuse("A question of kind \(word.rawValue) has no \"\(key)\"", "Remove it")
            } else if !isPresent, word.keys.contains(key) {
                value.refuse("A question of kind \(word.rawValue) needs \"\(key)\"", "Add it")
            }
        }
        return switch word {
        case .choice: .choice(options(map["options"]))
        case .yesNo: .yesNo
        case .text: .text(max: map["max"].int(in: 1...500))
        case .longText: .longText(max: map["max"].int(in: 1...2_000))
        case .date: dateRange(map)
        case .number: .number(range(map, in: 0...1_000_000_000))
        case .money: .money(range(map, in: 0...100_000_000_000))
        case .phone: .phone
        case .person: .person
        case .company: .company
        case .bankAccount: .bankAccount
        case .address: .address
        case .table:
            .table(
                TableQuestion(
                    columns: columns(map["columns"]), rows: bounds(map["rows"], in: 1...TableQuestion.rowsMax)
                ))
        case .file:
            .files(
                FileQuestion(
                    isPicture: false, count: bounds(map["files"], in: 1...FileQuestion.countMax)))
        case .photograph: .files(.photograph)
        case .signature: .signature
        }
    }

    /// The columns of a table: kinds that are typed into one field.
    private func columns(_ value: YAMLValue) -> [TableQuestion.Column] {
        var known: Set<String> = []
        return value.list(1...TableQuestion.columnsMax).map { entry in
            let map = entry.mapping(
                ["id", "kind", "label", "required"], optional: ["options", "max", "from", "to"])
            let column = TableQuestion.Column(
                id: identifier(map["id"]), kind: kind(map, of: entry), label: map["label"].localText(max: 20),
                isRequired: map["required"].flag())
            if !known.insert(column.id).inserted {
                entry.refuse("Two columns are called \"\(column.id)\"", "Rename one of them")
            }
            switch column.kind {
            case .choice, .yesNo, .text, .date, .number, .money, .phone: break
            case .longText, .person, .company, .bankAccount, .address, .table, .files, .signature:
                map["kind"].refuse(
                    "A cell is typed into one short field",
                    "Write choice, yes-no, text, date, number, money or phone")
            }
            return column
        }
    }

    private func bounds(_ value: YAMLValue, in limits: ClosedRange<Int>) -> ClosedRange<Int> {
        range(value.mapping(["from", "to"]), in: limits)
    }

    private func options(_ value: YAMLValue) -> [Question.Option] {
        var known: Set<String> = []
        return value.list(2...Self.optionsMax).map { entry in
            let map = entry.mapping(["id", "label"])
            let option = Question.Option(id: identifier(map["id"]), label: map["label"].localText(max: 40))
            if !known.insert(option.id).inserted {
                entry.refuse("Two options are called \"\(option.id)\"", "Rename one of them")
            }
            return option
        }
    }

    /// Only of a number that everybody has to give: what she may leave out, or is asked for on a condition, is hers to say.
    private func isOwnPhone(_ map: YAMLMapping, _ kind: Question.Kind) -> Bool {
        guard let prefill = map.optional("prefill"), prefill.isText, prefill.text() == Self.ownPhone else {
            return false
        }
        if kind != .phone {
            prefill.refuse(
                "Of whoever comes only her telephone is known", "Write it at a question of kind phone")
        } else if !map["required"].flag() || map.optional("when") != nil {
            prefill.refuse(
                "What is not asked of everybody is not filled in unasked",
                "Remove prefill, or write required: true without when")
        }
        map.optional("otherwise")?.refuse("Who has left no telephone is asked", "Remove otherwise")
        return true
    }

    private func source(_ map: YAMLMapping) -> Question.Source? {
        guard let prefill = map.optional("prefill") else {
            map.optional("otherwise")?.refuse("Nothing is prefilled here", "Remove it, or add prefill")
            return nil
        }
        guard let (resource, field) = prefill.registerField(among: uses) else { return nil }
        let otherwise = map.optional("otherwise")?.word(Question.Source.Otherwise.ask) ?? .ask
        if otherwise == .paper, !isDecidedByClerks {
            map["otherwise"].refuse(
                "Nobody looks at the paper of a service that is decided by rule",
                "Write ask or wait, or handling: promised")
        } else if otherwise == .paper, !map["required"].flag() {
            map["otherwise"].refuse(
                "What need not be answered needs no paper", "Write ask, or required: true")
        }
        return Question.Source(resource: resource, field: field, otherwise: otherwise)
    }

    /// Every day of 2023 and 2024, on each of which a range that moves has to begin before it ends.
    private static let days = (0..<731).map { CalendarDate(daysSince1970: 19_358 + $0) }

    private func dateRange(_ map: YAMLMapping) -> Question.Kind {
        guard let from = map["from"].dateBound(), let to = map["to"].dateBound() else { return .text(max: 1) }
        let isOrdered: Bool
        switch (from, to) {
        case (.day(let from), .day(let to)): isOrdered = from <= to
        case (.fromToday(let from), .fromToday(let to)) where from.months == to.months:
            isOrdered = from.days <= to.days
        case (.fromToday, .fromToday):
            isOrdered = Self.days.allSatisfy { from.day(on: $0) <= to.day(on: $0) }
        // Whether a fixed day is still ahead is known only on the day of asking.
        case (.day, .fromToday), (.fromToday, .day): isOrdered = true
        }
        guard isOrdered else {
            map["to"].refuse("The range ends before it begins", "Swap \"from\" and \"to\"")
            return .text(max: 1)
        }
        return .date(from: from, to: to)
    }

    private func range(_ map: YAMLMapping, in limits: ClosedRange<Int>) -> ClosedRange<Int> {
        let (from, to) = (map["from"].int(in: limits), map["to"].int(in: limits))
        guard from <= to else {
            map["to"].refuse("The range ends before it begins", "Swap \"from\" and \"to\"")
            return from...from
        }
        return from...to
    }

    private func identifier(_ value: YAMLValue) -> String {
        let text = value.text(max: 60)
        if !text.isEmpty, !ServiceID.isSlug(text) {
            value.refuse("A name here is made of a-z, 0-9 and hyphens", "Write it like place-of-use")
        }
        return text
    }
}

extension YAMLValue {
    /// `fund/contributions.employer`, when the service asks the register for it.
    func registerField(among uses: [RegisterUse]) -> (resource: String, field: String)? {
        let text = text(max: 120)
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, ServiceID(rawValue: parts[0]) != nil else {
            refuse(
                "A register's field is named <department>/<register>.<field>",
                "Write it like police/residents.name")
            return nil
        }
        guard uses.contains(where: { $0.resource == parts[0] && $0.fields.contains(parts[1]) }) else {
            refuse(
                "The field is not among those asked of the register",
                "Add it under registers, or remove it here")
            return nil
        }
        return (parts[0], parts[1])
    }

    /// A day, `today+30` or `today-6months`.
    fileprivate func dateBound() -> DateBound? {
        let text = text(max: 20)
        if let date = CalendarDate(text) { return .day(date) }
        if text.hasPrefix("today"), let shift = DayShift(text.dropFirst("today".count)) {
            return .fromToday(shift)
        }
        refuse("A day is expected", "Write it as yyyy-mm-dd, today, today+30, today-365 or today+6months")
        return nil
    }
}
