import Base

/// Reads the steps of a service that a department decides within its promised time.
struct StepReader {
    let service: ServiceID
    let departments: Set<DepartmentID>
    let handling: ServiceItem.Handling
    /// Of the item: the level of its one step when it names none.
    let level: Int
    let promised: HandlingTime
    let questions: [Question]
    let uses: [RegisterUse]
    /// By code.
    let partners: [String: PlaceName]

    /// - Parameter value: the list under `steps`; nil when there is none.
    /// - Returns: The steps in an order in which each stands after those it waits for; none for what is decided at once.
    func steps(_ value: YAMLValue?) -> [HandlingStep] {
        guard handling == .promised else {
            value?.refuse(
                "A service that is decided at once has no steps",
                "Remove them, or write handling: promised")
            return []
        }
        guard let value else {
            return [.review(by: service.department, level: level, within: promised.workingDays)]
        }
        var known: [HandlingStep] = []
        for entry in value.list(1...HandlingStep.countMax) { known.append(step(entry, after: known)) }
        let (needed, allowed) = (HandlingStep.workingDays(of: known), promised.workingDays)
        if needed > allowed {
            value.refuse(
                "The steps take up to \(needed) working days, and \(allowed) are promised",
                "Shorten a step, let steps run side by side, or promise more")
        }
        return known
    }

    private func step(_ value: YAMLValue, after known: [HandlingStep]) -> HandlingStep {
        let map = value.mapping(
            ["id", "department", "level", "name", "workingDays"],
            optional: ["after", "region", "partners", "reads"])
        let id = map["id"].text(max: 60)
        if !id.isEmpty, !ServiceID.isSlug(id) {
            map["id"].refuse("A name here is made of a-z, 0-9 and hyphens", "Write it like site-visit")
        }
        if known.contains(where: { $0.id == id }) {
            map["id"].refuse("Two steps are called \"\(id)\"", "Rename one of them")
        }
        let level = map["level"].int(in: 1...6)
        if level < 4, let region = map.optional("region") {
            region.refuse("An office above the districts has no region", "Remove region, or write level: 4")
        }
        let region = map.optional("region").flatMap(region)
        return HandlingStep(
            id: id, department: department(map["department"]), level: level,
            name: map["name"].localText(max: 20),
            workingDays: map["workingDays"].int(in: 0...HandlingStep.workingDaysMax),
            after: map.optional("after").map { after($0, of: id, known) } ?? [],
            region: region, partners: map.optional("partners").map { partners($0, by: region) } ?? [],
            reads: map.optional("reads").map(sight))
    }

    /// `answer.address`, or `police/residents.address`; an empty list shows nothing but whom the case is about.
    private func sight(_ value: YAMLValue) -> StepSight {
        var (asked, fields) = (Set<String>(), Set<String>())
        for entry in value.list(0...60) {
            let text = entry.text(max: 120)
            let isNew: Bool
            if text.hasPrefix("answer.") {
                let id = String(text.dropFirst("answer.".count))
                if !questions.contains(where: { $0.id == id }) {
                    entry.refuse("No question is called \"\(id)\"", "Name one of the service's questions")
                }
                isNew = asked.insert(id).inserted
            } else {
                guard let field = entry.registerField(among: uses)?.field else { continue }
                isNew = fields.insert(field).inserted
            }
            if !isNew { entry.refuse("\(text) stands twice", "Keep one of them") }
        }
        return StepSight(questions: asked, fields: fields, among: questions)
    }

    private func partners(_ value: YAMLValue, by region: HandlingStep.Region?) -> [PlaceName] {
        if region == nil {
            value.refuse(
                "Nothing says which city's office decides", "Write region beside it, or remove partners")
        }
        var named: [PlaceName] = []
        for entry in value.list(1...20) {
            let code = entry.text(max: 6)
            guard let city = partners[code] else {
                entry.refuse(
                    "No other city has agreed under the code \"\(code)\"",
                    "Write one of partners.yml in quotes, or add it there")
                continue
            }
            if named.contains(city) {
                entry.refuse("The city \(code) stands twice", "Keep one of them")
            } else {
                named.append(city)
            }
        }
        return named
    }

    /// `answer.address`, or `police/residents.address`.
    private func region(_ value: YAMLValue) -> HandlingStep.Region? {
        let text = value.text(max: 120)
        guard text.hasPrefix("answer.") else {
            return value.registerField(among: uses).map { .register(field: $0.field) }
        }
        let id = String(text.dropFirst("answer.".count))
        guard questions.contains(where: { $0.id == id && $0.kind == .address }) else {
            value.refuse(
                "No question of kind address is called \"\(id)\"",
                "Name one, or a register's field such as police/residents.address")
            return nil
        }
        return .answer(id)
    }

    private func department(_ value: YAMLValue) -> DepartmentID {
        let text = value.text(max: 60)
        guard let id = DepartmentID(rawValue: text), departments.contains(id) else {
            value.refuse(
                "No department is called \"\(text)\"", "Write one of departments.yml, or add it there")
            return service.department
        }
        return id
    }

    /// Only what stands earlier can be waited for, so no step waits for itself by way of others.
    private func after(_ value: YAMLValue, of id: String, _ known: [HandlingStep]) -> [String] {
        var named: [String] = []
        for entry in value.list(1...HandlingStep.countMax) {
            let other = entry.text(max: 60)
            if other == id {
                entry.refuse("The step waits for itself", "Take it out of after")
            } else if !known.contains(where: { $0.id == other }) {
                entry.refuse(
                    "No earlier step is called \"\(other)\"", "Name a step that stands above this one")
            } else if named.contains(other) {
                entry.refuse("The step \"\(other)\" stands twice", "Keep one of them")
            } else {
                named.append(other)
            }
        }
        return named
    }
}
