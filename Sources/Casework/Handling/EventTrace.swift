import Base

/// What an event of a step tells beside its case: which step, whose act, and how long it had been worked at.
struct EventTrace: Hashable, Sendable {
    let step: String
    /// Nil for the house's own acts.
    let account: String?
    /// Since the step was claimed, waiting for the person left out.
    let took: Duration?

    init(_ step: CaseStep, account: String?, at now: Instant) {
        self.step = step.key.step
        self.account = account
        took = step.claimedAt.map { now.since($0) - step.paused }
    }
}
