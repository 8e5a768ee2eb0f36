/// Reads the steps of a service that a department decides within its promised time.
struct StepReader {
    let service: ServiceID
    let departments: Set<DepartmentID>
    let handling: ServiceItem.Handling
    /// Of the item: the level of its one step when it names none.
    let level: Int
    let promised: HandlingTime

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
            ["id", "department", "level", "name", "workingDays"], optional: ["after"])
        let id = map["id"].text(max: 60)
        if !id.isEmpty, !ServiceID.isSlug(id) {
            map["id"].refuse("A name here is made of a-z, 0-9 and hyphens", "Write it like site-visit")
        }
        if known.contains(where: { $0.id == id }) {
            map["id"].refuse("Two steps are called \"\(id)\"", "Rename one of them")
        }
        return HandlingStep(
            id: id, department: department(map["department"]), level: map["level"].int(in: 1...6),
            name: map["name"].localText(max: 20),
            workingDays: map["workingDays"].int(in: 0...HandlingStep.workingDaysMax),
            after: map.optional("after").map { after($0, of: id, known) } ?? [])
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
