import Base
import Storage
import Vault

/// Refers a step that lies with the wrong office to another of the same department: a district's or the whole city's.
///
/// It lies in the other queue for anybody there to claim, and is due when it was due: between offices the person's time goes on.
public struct ReferStep: Sendable {
    let parts: CaseParts
    /// What else happens when an office gets what is late already, in the same transaction.
    let becameLate: StepDueJob.BecameLate
    private let desk: StepDesk

    public init(_ parts: CaseParts, becameLate: @escaping StepDueJob.BecameLate = { _, _, _ in }) {
        self.parts = parts
        self.becameLate = becameLate
        desk = StepDesk(parts: parts)
    }

    /// `office` is one that somebody serves, to which whoever calls has seen; the note is for its clerks, in this one's own words.
    ///
    /// A supervisor sends on what nobody here may decide however often it has gone: there is no other way out for it.
    ///
    /// - Throws: ``StepRefused/otherOffice``; ``StepRefused/referredEnough`` for what has gone from office to office as often as
    ///   ``HandlingFigures/referralMax`` says; what ``StepDesk/claimed(_:among:by:in:)`` and a note that is too long bring.
    public func callAsFunction(
        _ key: CaseStep.Key, to office: StepQueue, because reason: ReferralReason, note: String?,
        by clerk: Clerk, asSupervisor: Bool = false, requestID: String
    ) async throws {
        guard (note?.count ?? 0) <= StepDesk.noteMax else { throw StepRefused.choiceUnknown }
        let now = parts.world.now()
        try await parts.engine.write { [self] db in
            let steps = try CaseStepStore.all(of: key.number, in: db)
            let found = try found(key, among: steps, reason, note, by: clerk, in: db)
            guard found.step.queue.mayRefer(to: office) else { throw StepRefused.otherOffice }
            guard
                found.step.referrals < parts.figures.referralMax
                    || asSupervisor && reason == .recusal && found.step.state == .ready
            else { throw StepRefused.referredEnough }
            var step = found.step
            try step.take(.referred)
            (step.account, step.claimedAt) = (nil, nil)
            let sealed = try note.map {
                try found.subject.sealText($0, at: CaseStepStore.referralPlace(key))
            }
            try move(step, to: office, reason, note: sealed, of: found, by: clerk, requestID, at: now, in: db)
            guard reason == .wrongDistrict else { return }
            for follower in steps where follower.state == .waiting && follower.queue == found.step.queue {
                let its = StepDesk.Found(
                    heading: found.heading, subject: found.subject, item: found.item, step: follower)
                try move(
                    follower, to: office, reason, note: nil, of: its, by: clerk, requestID, at: now, in: db)
            }
        }
    }

    /// Who may not decide it can neither claim it nor be given it: of what nobody has claimed she says so without a look at it,
    /// and so without a word on it.
    private func found(
        _ key: CaseStep.Key, among steps: [CaseStep], _ reason: ReferralReason, _ note: String?,
        by clerk: Clerk, in db: any SQLConnection
    ) throws -> StepDesk.Found {
        let isUnclaimed = steps.contains { $0.key == key && $0.state == .ready }
        return isUnclaimed && reason == .recusal && note == nil
            ? try desk.find(key, among: steps, for: clerk, in: db)
            : try desk.claimed(key, among: steps, by: clerk, in: db)
    }

    private func move(
        _ step: CaseStep, to office: StepQueue, _ reason: ReferralReason, note: [UInt8]?,
        of found: StepDesk.Found, by clerk: Clerk, _ requestID: String, at now: Instant,
        in db: any SQLConnection
    ) throws {
        var moved = step
        moved.queue = office
        moved.referrals += 1
        try CaseStepStore.refer(moved, found: found.step, note: note, in: db)
        if try OverdueStore.untell(moved.key, in: db) { try becameLate(moved, now, db) }
        let referral = StepReferral(from: found.step.queue, to: office, reason: reason)
        try desk.note(
            .stepReferred, at: found.step, of: found, by: clerk, detail: referral.words, requestID, at: now,
            in: db)
    }
}
