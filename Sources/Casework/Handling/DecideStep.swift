import Base
import Catalogue
import Documents
import Storage
import Vault
import Notices

/// Says yes or no at a step: the last yes makes the paper, one no ends the case.
public struct DecideStep: Sendable {
    let parts: CaseParts
    private let desk: StepDesk

    public init(_ parts: CaseParts) {
        self.parts = parts
        desk = StepDesk(parts: parts)
    }

    /// `reply` is the clerk's answer to the person, for a step that writes one (`paper.reply`); it stands on the paper.
    ///
    /// - Throws: ``StepRefused/noReply`` where one is wanted; ``StepRefused/replyNamesPerson`` for one with a citizen number, which
    ///   would stand on the paper as if it were the holder's.
    public func approve(
        _ key: CaseStep.Key, reply: String? = nil, by clerk: Clerk, requestID: String
    ) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [parts, desk] db in
            let found = try desk.claimed(key, by: clerk, in: db)
            var step = found.step
            try step.take(.approved)
            step.decidedAt = now
            let reply = try Self.reply(reply, at: found)
            try CaseStepStore.save(step, found: found.step, in: db)
            try CaseStepStore.keepNote(reply, of: key, by: found.subject, in: db)
            try OverdueStore.end(key, at: now, in: db)
            try desk.note(.stepApproved, at: step, of: found, by: clerk, requestID, at: now, in: db)
            let steps = try CaseStepStore.all(of: key.number, in: db)
            try begin(steps, at: now, in: db)
            guard steps.allSatisfy({ $0.state == .approved }) else {
                if step.after.isEmpty { try parts.tellIfAccepted(found, steps, in: db) }
                return
            }
            try CaseTermStore.remove(key.number.rawValue, in: db)
            try CaseStore.advance(key.number, by: .approved, terminal: nil, at: now, in: db)
            try parts.withdrawWaiting(key.number, in: db)
            try parts.tell(.decided, of: found, in: db)
            try JobStore.enqueue(
                NewJob(
                    kind: IssuePaperJob.kindName, key: key.number.rawValue,
                    payload: Array(key.number.rawValue.utf8), runAt: now),
                in: db)
        }
    }

    private static func reply(_ text: String?, at found: StepDesk.Found) throws(StepRefused) -> String? {
        guard found.item.replies(at: found.step.key.step) else { return nil }
        guard let text = text?.onOneLine, !text.isEmpty else { throw .noReply }
        guard text.count <= StepDesk.noteMax, text.isPlainText else { throw .choiceUnknown }
        guard text.citizenNumbers.isEmpty, !PaperAgent.isClaimed(in: text) else { throw .replyNamesPerson }
        return text
    }

    /// The note is in the clerk's words, for the person; nil when the template says all.
    public func refuse(
        _ key: CaseStep.Key, because reason: RefusalReason, note: String?, by clerk: Clerk, requestID: String
    ) async throws {
        guard (note?.count ?? 0) <= StepDesk.noteMax else { throw StepRefused.choiceUnknown }
        // It stands on the decision that its person prints.
        guard note.map(CaseLetter.namesNobody) ?? true else { throw StepRefused.noteNamesPerson }
        let now = parts.world.now()
        try await parts.engine.write { [desk] db in
            let found = try desk.claimed(key, by: clerk, in: db)
            var step = found.step
            try step.take(.refused)
            (step.decidedAt, step.reason) = (now, reason)
            try CaseStepStore.save(step, found: found.step, in: db)
            try CaseStepStore.keepNote(
                note, of: key, by: found.subject, in: db)
            try OverdueStore.end(key, at: now, in: db)
            try desk.note(
                .stepRefused, at: step, of: found, by: clerk, detail: reason.rawValue, requestID,
                at: now, in: db)
            try VoidSteps.all(of: key.number, at: now, in: db)
            try parts.withdrawWaiting(key.number, in: db)
            try parts.tell(.decided, of: found, in: db)
        }
    }

    /// Starts what waited for nothing else.
    private func begin(_ steps: [CaseStep], at now: Instant, in db: any SQLConnection) throws {
        let approved = Set(steps.filter { $0.state == .approved }.map(\.key.step))
        for step in steps where step.state == .waiting && approved.isSuperset(of: step.after) {
            var begun = step
            try begun.begin(at: now, parts.catalogue.calendar)
            try CaseStepStore.save(begun, found: step, in: db)
            try begun.announceBegun(at: now, in: db)
        }
    }
}

/// What happens to the other steps when a case ends before they are decided.
enum VoidSteps {
    static func all(of number: CaseNumber, at now: Instant, in db: any SQLConnection) throws {
        try CaseTermStore.remove(number.rawValue, in: db)
        for step in try CaseStepStore.all(of: number, in: db) where step.state.isOpen {
            var void = step
            try void.take(.voided)
            try CaseStepStore.save(void, found: step, in: db)
            try CorrectionStore.close(step.key, at: now, in: db)
            try OverdueStore.end(step.key, at: now, in: db)
            try CaseStore.advance(
                number, by: .stepVoided, terminal: nil, EventTrace(step, account: nil, at: now), at: now,
                in: db)
        }
    }
}
