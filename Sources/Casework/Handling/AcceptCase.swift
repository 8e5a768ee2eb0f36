import Base
import Catalogue
import Notices
import Storage

/// Says that nothing is missing in an application, as far as a step is concerned; with the last of those who look first it is
/// accepted 受理.
public struct AcceptCase: Sendable {
    let parts: CaseParts
    private let desk: StepDesk

    public init(_ parts: CaseParts) {
        self.parts = parts
        desk = StepDesk(parts: parts)
    }

    /// - Throws: ``StepRefused/accepted`` when it is said already, or the law says it; ``StepRefused/notNow`` at a step that waits
    ///   for others and while its person is being asked.
    public func callAsFunction(_ key: CaseStep.Key, by clerk: Clerk, requestID: String) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [parts, desk] db in
            let found = try desk.claimed(key, by: clerk, in: db)
            guard found.step.state == .claimed, found.step.after.isEmpty,
                let before = try parts.acceptance(of: found.heading, in: db)
            else { throw StepRefused.notNow }
            guard !before.isClosed(for: found.step) else { throw StepRefused.accepted }
            try desk.note(.accepted, at: found.step, of: found, by: clerk, requestID, at: now, in: db)
            try parts.tellIfAccepted(found.heading, in: db)
        }
    }
}

extension CaseParts {
    /// By when a step says whether something is missing; nil once it has, and where it does not look first.
    ///
    /// What those say who look first beside it changes nothing for it (``Acceptance/isClosed(for:)``).
    func acceptBy(_ step: CaseStep, at now: Instant, in db: any SQLConnection) throws -> StepDeadline? {
        guard step.isRunning, step.after.isEmpty, let begun = step.readyAt else { return nil }
        let due = StepDeadline(figures.acceptanceDays, from: begun, catalogue.calendar)
        guard now <= due.at || !due.isFirm else { return nil }
        let hasSpoken =
            try CaseStore.accepted(step.key.number, in: db).contains { $0.step == step.key.step }
            || CorrectionStore.asked(of: step.key.number, in: db).contains { $0.step == step.key.step }
        return hasSpoken ? nil : due
    }

    /// As it stands in this transaction; nil for a case that no department decides now.
    ///
    /// `steps` are the case's, where its caller has them.
    func acceptance(
        of heading: CaseHeading, _ steps: [CaseStep]? = nil, in db: any SQLConnection
    ) throws -> Acceptance? {
        guard heading.state == .deciding || heading.state == .correcting, let submitted = heading.submittedAt
        else { return nil }
        let steps = try steps ?? CaseStepStore.all(of: heading.number, in: db)
        var words = try CorrectionStore.asked(of: heading.number, in: db)
        for (step, moment) in try CaseStore.accepted(heading.number, in: db) {
            if let place = words.firstIndex(where: { $0.step == step }) {
                words[place].saidAt = moment
            } else {
                words.append(Acceptance.Word(step: step, saidAt: moment))
            }
        }
        return Acceptance(
            submitted: submitted, steps: steps, words: words, days: figures.acceptanceDays,
            catalogue.calendar, at: world.now())
    }
}
