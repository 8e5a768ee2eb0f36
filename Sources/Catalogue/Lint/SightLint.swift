import Base

/// An office of another department or city that is shown the whole of a case for its one step.
struct SightLint {
    func check(_ item: ServiceItem, _ notes: LintNotes) {
        for step in item.steps
        where step.reads == nil && (step.department != item.department || !step.partners.isEmpty) {
            notes.warning(
                at: .key("steps").entry("id", step.id),
                "The step \"\(step.id)\" shows everything to an office that is not the service's",
                "List under reads what it needs; [] shows only whom the case is about")
        }
    }
}
