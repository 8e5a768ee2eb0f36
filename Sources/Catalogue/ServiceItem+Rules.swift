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

    /// Whether a case can go on without a register: it only spares questions that are asked otherwise, or says what an
    /// answer is held against, which a clerk does without it.
    ///
    /// - Parameters:
    ///   - use: The register.
    ///   - isSilent: Whether it may still answer, so that a question may wait for it; false where it has answered that
    ///     it knows nothing.
    /// - Returns: True when everything it would have said is asked or is for the clerk to see.
    public func canDoWithout(_ use: RegisterUse, isSilent: Bool) -> Bool {
        let spared = Set(
            questions.compactMap(\.source).filter {
                $0.resource == use.resource && !(isSilent && $0.otherwise == .wait)
            }.map(\.field))
        let judged = judgedFields(of: use)
        return !(spared.isEmpty && judged.isEmpty)
            && !decidingNames.contains { $0.hasPrefix(use.resource + ".") }
            && shownFields(of: use).isSubset(of: spared)
            && Set(use.fields).subtracting(Self.ownFields).isSubset(of: spared.union(judged))
    }

    /// Whether all that a register says is held against conditions, so that a person of whom it knows nothing may have
    /// the service where they let her: nothing of it is shown, printed, charged or counted from.
    public func isJudgedAlone(by use: RegisterUse) -> Bool {
        let spared = Set(questions.compactMap(\.source).filter { $0.resource == use.resource }.map(\.field))
        let counted = Self.names(
            in: fee.lines.map(\.when) + fee.exemptions.map(\.when) + result.validity.compactMap(\.when)
        ).union(fee.fields).union(result.startFields)
        let judged = Self.names(in: eligibility.map(\.rule) + questions.compactMap(\.when))
        let stated = paper?.facts.map(\.value).joined() ?? ""
        return shownFields(of: use).isSubset(of: spared)
            && Set(use.fields).subtracting(Self.ownFields).subtracting(spared).allSatisfy { field in
                let name = "\(use.resource).\(field)"
                return judged.contains(name) && !counted.contains(name) && !prints(field)
                    && !stated.contains("{\(field)")
            }
    }

    /// What every register says of whom it is about, and the house knows itself.
    public static let ownFields: Set<String> = ["name", "number"]

    private func shownFields(of use: RegisterUse) -> Set<String> {
        Set(prefill.filter { $0.resource == use.resource }.map(\.field)).subtracting(Self.ownFields)
    }

    private func prints(_ field: String) -> Bool {
        (paper?.statement ?? layout ?? "").contains("{\(field)")
            || (paper?.tables ?? []).contains { $0.field == field }
    }

    /// What answers are held against and no paper says; none where nobody decides, who could see to it.
    private func judgedFields(of use: RegisterUse) -> Set<String> {
        guard handling == .promised else { return [] }
        let names = Self.names(in: questions.flatMap(\.must).map(\.rule))
        return Set(
            use.fields.filter { field in
                names.contains("\(use.resource).\(field)") && !prints(field)
            })
    }

    /// Everything that is decided by a rule: who may, what is asked, taken and brought, what it costs, how long its paper holds.
    var rules: [Rule] { deciding + questions.flatMap(\.must).map(\.rule) + materials.compactMap(\.when) }

    /// Without a value that these look at, a case cannot go on.
    private var deciding: [Rule] {
        eligibility.map(\.rule) + questions.compactMap(\.when) + fee.lines.map(\.when)
            + fee.exemptions.map(\.when) + result.validity.compactMap(\.when)
    }

    /// What is decided by a rule and is no question: also what a register says afterwards.
    var rulesBesideQuestions: [Rule] {
        eligibility.map(\.rule) + materials.filter { $0.question == nil }.compactMap(\.when)
            + fee.lines.map(\.when) + fee.exemptions.map(\.when) + result.validity.compactMap(\.when)
            + result.changes.flatMap(\.set).compactMap(\.when)
    }

    /// Conditions of which the first that holds counts, list by list.
    var alternatives: [[Rule]] {
        let changes = result.changes.flatMap { change in
            Dictionary(grouping: change.set, by: \.field).values.map { $0.compactMap(\.when) }
        }
        return [fee.exemptions.map(\.when), result.validity.compactMap(\.when)] + changes
    }

    private var decidingNames: Set<String> { Self.names(in: deciding).union(fee.fields) }

    private var ruleNames: Set<String> { Self.names(in: rules).union(fee.fields) }

    private static func names(in rules: [Rule]) -> Set<String> {
        rules.reduce(into: []) { $0.formUnion($1.names) }
    }
}
