import Base

/// Reasons of a department that none of its clerks is ever offered.
struct ReasonLint {
    let catalogue: Catalogue

    func check(_ department: DepartmentID, _ notes: LintNotes) {
        for reason in catalogue.reasons where reason.department == department {
            let list = reason.act == .refusal ? "refusals" : "corrections"
            let idle = reason.services.filter { service in
                catalogue[service]?.steps.contains { $0.department == department } != true
            }
            for service in idle.sorted() {
                notes.error(
                    at: .key(list).entry("id", reason.id),
                    "The reason \(reason.id) is never given: no step of \(service.rawValue) is its department's",
                    "Take the service out of it")
            }
        }
    }
}
