extension ServiceItem {
    /// Whether one of its questions is answered by files.
    public var asksForFiles: Bool {
        questions.contains { if case .files = $0.kind { true } else { false } }
    }

    /// Whether the person's number decides something: a rule looks at her age, sex or day of birth, or a question asks
    /// for somebody else, who is not she.
    public var looksAtPerson: Bool {
        ruleNames.contains { $0.hasPrefix("person.") }
            || questions.contains { if case .person = $0.kind { true } else { false } }
    }

    /// Whether a form can be judged only after registers have answered.
    public var looksAtRegisters: Bool {
        questions.contains { $0.source != nil } || ruleNames.contains { $0.contains("/") }
    }

    /// Whether a case can go on without a register: it only spares questions that are asked otherwise.
    ///
    /// - Parameters:
    ///   - use: The register.
    ///   - isSilent: Whether it may still answer, so that a question may wait for it; false where it has answered that
    ///     it knows nothing.
    /// - Returns: True when everything it would have said is asked.
    public func canDoWithout(_ use: RegisterUse, isSilent: Bool) -> Bool {
        let spared = Set(
            questions.compactMap(\.source).filter {
                $0.resource == use.resource && !(isSilent && $0.otherwise == .wait)
            }.map(\.field))
        let shown = Set(prefill.filter { $0.resource == use.resource }.map(\.field))
        let named = ruleNames.compactMap { name -> String? in
            name.hasPrefix(use.resource + ".") ? String(name.dropFirst(use.resource.count + 1)) : nil
        }
        return !spared.isEmpty && named.isEmpty
            && shown.union(use.fields).subtracting(["name", "number"]).isSubset(of: spared)
    }

    /// Everything that is decided by a rule: who may, what is asked, what it costs, how long its paper holds.
    var rules: [Rule] {
        eligibility.map(\.rule) + questions.compactMap(\.when) + fee.lines.map(\.when)
            + fee.exemptions.map(\.when) + result.validity.map(\.when)
    }

    private var ruleNames: Set<String> {
        rules.reduce(into: Set(fee.fields)) { $0.formUnion($1.names) }
    }
}
