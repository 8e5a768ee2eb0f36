import Base

/// Conditions that never hold, or always do: pages that nobody comes to, papers nobody brings, answers that are never refused.
struct ConditionLint {
    let catalogue: Catalogue

    func check(_ item: ServiceItem, _ notes: LintNotes) {
        var scope = RuleFacts.personTypes
        for use in item.registers {
            for name in use.fields {
                scope["\(use.resource).\(name)"] = catalogue.register(use.resource)?.field(name)?.type
            }
        }
        var optional = Set(scope.keys)
        var premises: [RuleReach.Premise] = []
        for requirement in item.eligibility {
            if isDead(requirement.rule, over: scope, optional: optional, beside: premises) {
                notes.error(
                    at: .text(requirement.rule.source, outside: "questions"),
                    "Nobody can have this: what stands before rules out \(requirement.rule.source)",
                    "Mend one of the conditions")
            }
            premises.append(.required(requirement.rule))
        }
        for question in item.questions {
            let place = LintPlace.question(question.id)
            if let when = question.when {
                if isDead(when, over: scope, optional: optional, beside: premises) {
                    notes.error(
                        at: place.key("when"),
                        "Nobody comes to the question \(question.id): what must hold before rules out \(when.source)",
                        "Mend the condition, or remove the question")
                }
                switch RuleReach.verdict(on: when, over: scope, optional: optional) {
                case .never:
                    notes.error(
                        at: place.key("when"), "The question \(question.id) is never asked: \(when.source)",
                        "Mend the condition, or remove the question")
                case .always:
                    notes.warning(
                        at: place.key("when"), "The condition of \(question.id) always holds", "Remove it")
                case .sometimes: break
                }
            }
            scope["answer.\(question.id)"] = question.type
            // Nothing is asked of what was left out.
            for requirement in question.must {
                must(requirement.rule, at: place.key("must"), over: scope, optional: optional, notes)
            }
            if !question.isRequired || question.when != nil { optional.insert("answer.\(question.id)") }
            if let when = question.when { premises.append(.asked(question.id, when)) }
        }
        for rule in Set(item.rulesBesideQuestions) {
            let place = LintPlace.text(rule.source, outside: "questions")
            switch RuleReach.verdict(on: rule, over: scope, optional: optional) {
            case .never:
                notes.error(
                    at: place, "This never holds: \(rule.source)",
                    "Mend the condition, or remove what it decides")
            case .always:
                notes.warning(at: place, "This always holds: \(rule.source)", "Take the condition out")
            case .sometimes: break
            }
        }
        let single = Set(item.rulesBesideQuestions).subtracting(item.eligibility.map(\.rule)).filter {
            isDead($0, over: scope, optional: optional, beside: premises)
        }
        let overtaken = item.alternatives.flatMap { rules in
            rules.indices.filter { index in
                isDead(
                    rules[index], over: scope, optional: optional,
                    beside: premises + rules[..<index].map(RuleReach.Premise.passed))
            }.map { rules[$0] }
        }
        for rule in single.union(overtaken) {
            notes.error(
                at: .text(rule.source, outside: "questions"),
                "What stands before rules this out: \(rule.source)",
                "Mend the condition, or remove what it decides")
        }
    }

    /// Whether it could hold by itself, and never does where what stands before it holds.
    private func isDead(
        _ rule: Rule, over scope: [String: RuleType], optional: Set<String>,
        beside premises: [RuleReach.Premise]
    ) -> Bool {
        RuleReach.verdict(on: rule, over: scope, optional: optional) == .sometimes
            && RuleReach.verdict(on: rule, over: scope, optional: optional, given: premises) == .never
    }

    private func must(
        _ rule: Rule, at list: LintPlace, over scope: [String: RuleType], optional: Set<String>,
        _ notes: LintNotes
    ) {
        let (source, place) = (rule.source, list.text(rule.source))
        switch RuleReach.verdict(on: rule, over: scope, optional: optional, isRefusing: true) {
        case .never:
            notes.error(
                at: place, "No answer is taken where \(source) must hold", "Mend the rule, or remove it")
        case .always: notes.warning(at: place, "\(source) refuses no answer", "Mend the rule, or remove it")
        case .sometimes: break
        }
    }
}
