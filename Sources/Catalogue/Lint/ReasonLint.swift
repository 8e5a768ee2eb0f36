import Base

/// Reasons that no clerk is ever offered, and those that nobody understands who reads them.
struct ReasonLint {
    let catalogue: Catalogue

    /// `department` nil is for what all of them say.
    func check(_ department: DepartmentID?, _ notes: LintNotes) {
        for reason in catalogue.reasons where reason.department == department {
            let list = reason.act == .refusal ? "refusals" : "corrections"
            let place = LintPlace.key(list).entry("id", reason.id)
            ReadingLevel().check(reason.words, at: place, notes)
            let idle = reason.services.filter { service in
                catalogue[service]?.steps.contains { $0.department == department } != true
            }
            for service in idle.sorted() {
                notes.error(
                    at: place,
                    "The reason \(reason.id) is never given: no step of \(service.rawValue) is its department's",
                    "Take the service out of it")
            }
        }
    }
}
