import Base

/// Reads the questions of a service.
struct QuestionReader {
    static let countMax = 60
    static let optionsMax = 40

    func questions(_ value: YAMLValue) -> [Question] {
        var known: Set<String> = []
        return value.list(0...Self.countMax).map { entry in
            let question = question(entry)
            if !known.insert(question.id).inserted {
                entry.refuse("Two questions are called \"\(question.id)\"", "Rename one of them")
            }
            return question
        }
    }

    private func question(_ value: YAMLValue) -> Question {
        let map = value.mapping(
            ["id", "kind", "label", "why", "required"], optional: ["hint", "options", "max", "from", "to"])
        return Question(
            id: identifier(map["id"]), kind: kind(map, of: value), label: map["label"].localText(max: 40),
            hint: map.optional("hint")?.localText(max: 60), why: map["why"].localText(max: 60),
            isRequired: map["required"].flag())
    }

    private enum KindWord: String, CaseIterable {
        case choice
        case text
        case date
        case number

        /// The keys that only this kind has.
        var keys: Set<String> {
            switch self {
            case .choice: ["options"]
            case .text: ["max"]
            case .date, .number: ["from", "to"]
            }
        }
    }

    private func kind(_ map: YAMLMapping, of value: YAMLValue) -> Question.Kind {
        let word = map["kind"].word(KindWord.text)
        for key in ["options", "max", "from", "to"] {
            let isPresent = map.optional(key) != nil
            if isPresent, !word.keys.contains(key) {
                map[key].refuse("A question of kind \(word.rawValue) has no \"\(key)\"", "Remove it")
            } else if !isPresent, word.keys.contains(key) {
                value.refuse("A question of kind \(word.rawValue) needs \"\(key)\"", "Add it")
            }
        }
        switch word {
        case .choice: return .choice(options(map["options"]))
        case .text: return .text(max: map["max"].int(in: 1...500))
        case .date: return dateRange(map)
        case .number: return numberRange(map)
        }
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

    private func dateRange(_ map: YAMLMapping) -> Question.Kind {
        guard let from = map["from"].date(), let to = map["to"].date() else { return .text(max: 1) }
        guard from <= to else {
            map["to"].refuse("The range ends before it begins", "Swap \"from\" and \"to\"")
            return .text(max: 1)
        }
        return .date(from...to)
    }

    private func numberRange(_ map: YAMLMapping) -> Question.Kind {
        let limits = 0...1_000_000_000
        let from = map["from"].int(in: limits)
        let to = map["to"].int(in: limits)
        guard from <= to else {
            map["to"].refuse("The range ends before it begins", "Swap \"from\" and \"to\"")
            return .text(max: 1)
        }
        return .number(from...to)
    }

    private func identifier(_ value: YAMLValue) -> String {
        let text = value.text(max: 60)
        if !text.isEmpty, !ServiceID.isSlug(text) {
            value.refuse("A name here is made of a-z, 0-9 and hyphens", "Write it like place-of-use")
        }
        return text
    }
}
