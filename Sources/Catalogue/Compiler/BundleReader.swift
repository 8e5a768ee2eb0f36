import Base

/// Reads `bundles/<slug>.yml`.
struct BundleReader {
    static let required = ["id", "name", "summary", "topics", "legalBasis", "services", "shared"]
    static let optional = ["order", "search", "given", "papers"]

    /// Where bundles stand in law and on screens: they are the stations' own.
    let house: Department
    let items: [ServiceID: ServiceItem]
    let shelf: CatalogueShelf

    /// - Returns: Nil after reporting that the bundle holds no service there is.
    func bundle(_ slug: String, number: Int, from root: YAMLValue) -> LifeBundle? {
        let map = root.mapping(Self.required, optional: Self.optional)
        if map["id"].text() != slug {
            map["id"].refuse("The file is called \(slug).yml", "Write id: \(slug)")
        }
        var services: [ServiceID] = []
        var forChild: Set<ServiceID> = []
        for value in map["services"].list(2...20) {
            guard let (service, isForChild) = entry(value) else { continue }
            guard !services.contains(service) else {
                value.refuse("The service stands twice", "Keep one of them")
                continue
            }
            services.append(service)
            if isForChild { forChild.insert(service) }
        }
        let after = order(map.optional("order"), among: services)
        var questions: [Question] = []
        var feeds: [String: [LifeBundle.Feed]] = [:]
        var fed: Set<String> = []
        for entry in map["shared"].list(1...20) {
            let (question, list) = QuestionReader(uses: [], scope: [:]).shared(entry)
            if feeds[question.id] != nil {
                entry.refuse("Two questions are called \"\(question.id)\"", "Rename one of them")
            }
            questions.append(question)
            feeds[question.id] = list.list(1...20).compactMap { value in
                guard let next = feed(value, question, among: services) else { return nil }
                let place = "\(next.service.rawValue)#\(next.question)"
                if !fed.insert(place).inserted {
                    value.refuse("\(place) is fed by two answers", "Keep one of them")
                }
                return next
            }
        }
        let given = given(map.optional("given"), among: services)
        guard let id = ServiceID(rawValue: "\(LifeBundle.folder)/\(slug)"), !services.isEmpty else {
            return nil
        }
        return LifeBundle(
            item: item(
                id, number, map, questions, services.compactMap { items[$0] },
                own: services.filter { !forChild.contains($0) }.compactMap { items[$0] }),
            services: sorted(services, after, at: map["services"]), forChild: forChild, after: after,
            feeds: feeds, given: given, papers: papers(map.optional("papers"), among: services))
    }

    /// A service by itself is of whoever comes; with `for: child`, of her child.
    private func entry(_ value: YAMLValue) -> (service: ServiceID, isForChild: Bool)? {
        guard !value.isText else { return service(value).map { ($0, false) } }
        let map = value.mapping(["service", "for"])
        let whom = map["for"].text()
        guard let id = service(map["service"]) else { return nil }
        guard whom == "child" else {
            map["for"].refuse(
                "A service of an event is for whoever comes, or for her child",
                "Write for: child, or the service alone")
            return (id, false)
        }
        if items[id]?.representation.contains(.child) == false {
            map["for"].refuse(
                "\(id.rawValue) cannot be done for a child",
                "Write the service alone, or child under its representation")
        }
        return (id, true)
    }

    private func service(_ value: YAMLValue) -> ServiceID? {
        guard let id = ServiceID(rawValue: value.text()), items[id]?.selfService == true else {
            value.refuse("There is no such service at terminals", "Write one like health/birth-registration")
            return nil
        }
        return id
    }

    private func order(_ value: YAMLValue?, among services: [ServiceID]) -> [ServiceID: [ServiceID]] {
        var after: [ServiceID: [ServiceID]] = [:]
        for entry in value?.list(1...40) ?? [] {
            let pair = entry.list(2...2).map { ServiceID(rawValue: $0.text()) }
            guard pair.count == 2, let first = pair[0], let then = pair[1], services.contains(first),
                services.contains(then), first != then
            else {
                entry.refuse("An order names two of the bundle's services", "Write [first, then]")
                continue
            }
            after[then, default: []].append(first)
        }
        return after
    }

    private func sorted(
        _ services: [ServiceID], _ after: [ServiceID: [ServiceID]], at value: YAMLValue
    ) -> [ServiceID] {
        var sorted: [ServiceID] = []
        var rest = services
        while let next = rest.first(where: { (after[$0] ?? []).allSatisfy(sorted.contains) }) {
            sorted.append(next)
            rest.removeAll { $0 == next }
        }
        if !rest.isEmpty {
            value.refuse("Services wait for each other in a circle", "Take out one pair of order")
        }
        return sorted + rest
    }

    private func feed(_ value: YAMLValue, _ question: Question, among services: [ServiceID]) -> LifeBundle
        .Feed?
    {
        let map = value.isText ? nil : value.mapping(["question", "options"])
        guard let (service, fed) = fed(map?["question"] ?? value, among: services) else { return nil }
        guard let pairs = map?["options"] else {
            guard fed.kind.takes(question.kind) else {
                value.refuse(
                    "\(fed.id) of \(service.rawValue) is another kind of question",
                    "Ask in the same kind and options, or write which option is which under options")
                return nil
            }
            return LifeBundle.Feed(service: service, question: fed.id, options: nil)
        }
        return LifeBundle.Feed(
            service: service, question: fed.id,
            options: options(pairs, of: question.kind.optionIDs, in: fed.kind.optionIDs))
    }

    /// Pairs of an option of the bundle and one of the service.
    private func options(_ pairs: YAMLValue, of own: Set<String>, in other: Set<String>) -> [String: String] {
        var options: [String: String] = [:]
        for entry in pairs.list(1...20) {
            let pair = entry.list(2...2).map { $0.text() }
            guard pair.count == 2, own.contains(pair[0]), other.contains(pair[1]), options[pair[0]] == nil
            else {
                entry.refuse(
                    "A pair names an option of the bundle's question and one of the service's, each of the first once",
                    "Write [ours, theirs]")
                continue
            }
            options[pair[0]] = pair[1]
        }
        return options
    }

    /// The question of a service that is spared.
    private func fed(_ value: YAMLValue, among services: [ServiceID]) -> (ServiceID, Question)? {
        let parts = value.text(max: 150).split(separator: "#", omittingEmptySubsequences: false).map(
            String.init)
        guard parts.count == 2, let id = ServiceID(rawValue: parts[0]), services.contains(id),
            let fed = items[id]?.question(parts[1])
        else {
            value.refuse(
                "An answer feeds a question of one of the services", "Write <department>/<slug>#<question>")
            return nil
        }
        return (id, fed)
    }

    private func given(_ value: YAMLValue?, among services: [ServiceID]) -> [ServiceID: [String: String]] {
        var given: [ServiceID: [String: String]] = [:]
        for entry in value?.list(1...20) ?? [] {
            let map = entry.mapping(["feeds", "answer"])
            let answer = map["answer"].text()
            guard let (service, question) = fed(map["feeds"], among: services) else { continue }
            guard case .choice(let options) = question.kind, options.contains(where: { $0.id == answer })
            else {
                map["answer"].refuse(
                    "'\(answer)' is none of the options",
                    "Write what the question takes; of a choice, the option's id")
                continue
            }
            given[service, default: [:]][question.id] = answer
        }
        return given
    }

    private func item(
        _ id: ServiceID, _ number: Int, _ map: YAMLMapping, _ questions: [Question],
        _ services: [ServiceItem],
        own: [ServiceItem]
    ) -> ServiceItem {
        // Begun at home where one of its services may be; what it is worth there is for each of them to say. For a child
        // nothing is begun there: it takes the card to act for her.
        let isAtHome = own.contains {
            $0.channels.contains(.portal) && $0.factorSets.contains { Set($0) == [.phone] }
        }
        return ServiceItem(
            id: id, version: 1,
            provenance: Provenance(
                mark: .typical,
                note: LocalText(
                    mandarin: "几项服务一次办；不是官方说明。", english: "A bundle of services; not official.",
                    minnan: "幾若項服務做一擺辦；毋是官方的說明。")),
            name: map["name"].localText(max: 30), summary: map["summary"].localText(max: 80),
            department: house.id, basicCode: "0020998" + String(number).leftPadded(to: 2) + "000",
            actingBody: house.creditCode, level: 3, act: .apply, object: id.slug,
            nothingFollows: nil,
            topics: map["topics"].list(1...6).map { $0.word(.identity) },
            searchWords: map.optional("search")?.list(1...12).map { $0.text(max: 20) } ?? [],
            taskType: .publicService, handling: .instant, mayRunSeveral: false, steps: [],
            legalBasis: map["legalBasis"].list(1...5).map(LegalBasis.init), conditions: [],
            // What is brought is its services' to say, and which of it is one paper the bundle's.
            materials: [], statutoryTime: .none, promisedTime: .none,
            fee: ServiceFee(
                fen: 0,
                basis: LocalText(mandarin: "各事项分别计费", english: "Each service by itself", minnan: "逐項分開算")),
            result: ServiceResult(
                kind: .register, name: map["name"].localText(), validityDays: nil,
                remindDaysBefore: nil),
            remedies: house.remedies, selfService: true,
            channels: isAtHome ? [.terminal, .portal] : [.terminal],
            minutes: min(60, services.map(\.minutes).reduce(0, +)), registers: [], eligibility: [],
            questions: questions, slots: nil, assurance: isAtHome ? .substantial : .high,
            factorSets: [[.card, .face], [.card, .phone]] + (isAtHome ? [[.phone]] : []),
            representation: [], prefill: [],
            guide: ["put-card", "prove-yourself", "answer-questions"].compactMap { shelf.steps[$0] },
            ratingReasons: RatingReason.standard, paper: nil, layout: nil)
    }
}

extension Question.Kind {
    /// What a choice offers; nothing for other kinds.
    fileprivate var optionIDs: Set<String> {
        if case .choice(let options) = self { Set(options.map(\.id)) } else { [] }
    }

    /// Whether an answer of another question can be one of this.
    fileprivate func takes(_ other: Question.Kind) -> Bool {
        switch (self, other) {
        case (.choice(let own), .choice(let others)): Set(others.map(\.id)).isSubset(of: own.map(\.id))
        case (.text, .text), (.longText, .text), (.longText, .longText), (.date, .date), (.number, .number),
            (.money, .money):
            true
        default: self == other
        }
    }
}

extension HandlingTime {
    fileprivate static let none = HandlingTime(amount: 0, unit: .minutes)
}
