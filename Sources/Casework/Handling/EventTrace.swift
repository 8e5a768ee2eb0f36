import Base

/// What an event tells beside its case: which step, whose act, and how long it had been worked at.
struct EventTrace: Hashable, Sendable {
    /// Nil for what was done to the case as a whole, such as a visit that was marked.
    let step: String?
    /// Nil for the house's own acts.
    let account: String?
    /// Since the step was claimed, waiting for the person left out.
    let took: Duration?

    init(_ step: CaseStep, account: String?, at now: Instant) {
        self.step = step.key.step
        self.account = account
        took = step.claimedAt.map { now.since($0) - step.paused }
    }

    /// An act at the office that is no step's.
    init(account: String) {
        (step, took) = (nil, nil)
        self.account = account
    }
}
