public import Catalogue

extension CaseForm {
    /// The form as the office of a step is shown it: what is not shown is not in it.
    func seen(with sight: StepSight?) -> CaseForm {
        guard let sight else { return self }
        var seen = self
        seen.sight = sight
        seen.route = route.filter { sight.questions.contains($0.id) }
        seen.spared = spared.filter { sight.questions.contains($0.id) }
        seen.answers = answers.filter { sight.questions.contains($0.key) }
        seen.unchecked = unchecked.filter { sight.questions.contains($0.question.id) }
        seen.file.answers = file.answers.filter { sight.questions.contains($0.key) }
        seen.file.record = file.record?.filter { sight.shows(field: $0.key) }
        return seen
    }

    /// The lines of registers that are shown without a question.
    public var lines: [PrefillLine] { item.prefill.filter { sight?.shows(field: $0.field) ?? true } }

    /// What has to hold for the person to have the service, as far as what it looks at is shown.
    public var conditions: [Requirement] { item.eligibility.filter { sight?.shows($0.rule) ?? true } }
}
