import Base

/// Reads what a person has to show or hand in for a service.
struct MaterialReader {
    let questions: [Question]
    /// What rules may look at once everything is answered.
    let scope: [String: RuleType]

    func material(_ value: YAMLValue) -> Material {
        let map = value.mapping(["name", "source", "sparedBySharing"], optional: ["question", "when", "if"])
        let source = map["source"].word(Material.Source.person)
        let question = map.optional("question").flatMap { taker($0, from: source) }
        let when = when(map, question)
        let condition = map.optional("if")?.localText(max: 30)
        if condition == nil, when != nil || question?.isRequired == false || question?.bearsOut != nil {
            map[map.optional("when") == nil ? "name" : "when"].refuse(
                "What is not wanted of everybody says of whom before anything is asked",
                "Add if: in three languages, such as “if you rent”")
        }
        return Material(
            name: map["name"].localText(), source: source, sparedBySharing: map["sparedBySharing"].flag(),
            question: question?.id, when: when, condition: condition)
    }

    private func taker(_ value: YAMLValue, from source: Material.Source) -> Question? {
        let id = value.text(max: 60)
        guard source == .person else {
            value.refuse(
                "Only what comes from the person is taken by a question",
                "Write source: person, or remove question")
            return nil
        }
        let takers = questions.filter { if case .files = $0.kind { true } else { false } }
        guard let taker = takers.first(where: { $0.id == id }) else {
            value.refuse(
                "No question called \"\(id)\" takes files",
                takers.isEmpty
                    ? "Add a question of kind file or photograph, or remove question"
                    : "Write one of: \(takers.map(\.id).joined(separator: ", "))")
            return nil
        }
        return taker
    }

    /// A material that a question takes is wanted when that question is asked.
    private func when(_ map: YAMLMapping, _ question: Question?) -> Rule? {
        guard let value = map.optional("when") else {
            let asked = question?.bearsOut.flatMap { id in questions.first { $0.id == id } } ?? question
            return asked?.when
        }
        guard question == nil else {
            value.refuse("The question says when it is wanted", "Remove when")
            return nil
        }
        return value.rule(knowing: scope)
    }
}
