import Base
import Catalogue
import Documents
import Identity
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
            let before = try CaseStepStore.all(of: key.number, in: db)
            let found = try desk.claimed(key, among: before, by: clerk, in: db)
            var step = found.step
            try step.take(.approved)
            step.decidedAt = now
            let reply = try Self.reply(reply, at: found)
            let note = try CaseStepStore.sealed(reply, of: key, by: found.subject)
            try CaseStepStore.save(step, found: found.step, note: note, in: db)
            try OverdueStore.end(key, at: now, in: db)
            let state = try desk.note(
                .stepApproved, at: step, of: found, by: clerk, requestID, at: now, in: db)
            let steps = before.map { $0.key == key ? step : $0 }
            try begin(steps, in: state, at: now, in: db)
            guard steps.allSatisfy({ $0.state == .approved }) else {
                if step.after.isEmpty { try parts.tellIfAccepted(found.heading, steps, in: db) }
                return
            }
            try CaseTermStore.remove(key.number.rawValue, in: db)
            try CaseStore.advance(key.number, from: state, by: .approved, terminal: nil, at: now, in: db)
            try parts.withdrawWaiting(key.number, in: db)
            try parts.tell(.decided, of: found.heading, in: db)
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

    /// `reason` is the id of one that the step's department may give; the note is in the clerk's words, for the person, and nil
    /// when the reason says all.
    ///
    /// - Throws: ``StepRefused/choiceUnknown`` for a reason that is not offered there, or no more.
    public func refuse(
        _ key: CaseStep.Key, because reason: String, note: String?, by clerk: Clerk, requestID: String
    ) async throws {
        guard (note?.count ?? 0) <= StepDesk.noteMax else { throw StepRefused.choiceUnknown }
        // It stands on the decision that its person prints.
        guard note.map(CaseLetter.namesNobody) ?? true else { throw StepRefused.noteNamesPerson }
        let now = parts.world.now()
        try await parts.engine.write { [desk] db in
            let found = try desk.claimed(key, by: clerk, in: db)
            var step = found.step
            try step.take(.refused)
            let reason = try desk.reason(reason, for: .refusal, at: step)
            (step.decidedAt, step.reason) = (now, reason)
            let sealed = try CaseStepStore.sealed(note, of: key, by: found.subject)
            try CaseStepStore.save(step, found: found.step, note: sealed, in: db)
            try OverdueStore.end(key, at: now, in: db)
            try desk.note(
                .stepRefused, at: step, of: found, by: clerk, detail: reason.id, requestID,
                at: now, in: db)
            try parts.endSteps(of: key.number, at: now, in: db)
            try parts.tell(.decided, of: found.heading, in: db)
        }
    }

    /// What is said to several persons at once names none of them: each reads it, and prints it under the office's seal.
    ///
    /// Looked at is what the clerk has claimed, so that a tick tells nobody whose case another has.
    ///
    /// - Throws: ``StepRefused/noteNamesPerson`` for the name, the phone or the case number of one of them.
    public func requireForAll(
        _ note: String?, at keys: [CaseStep.Key], by clerk: Clerk
    ) async throws {
        guard let line = note?.onOneLine, Set(keys.map(\.number)).count > 1 else { return }
        // As it stands, and with the digits of a phone or a number side by side.
        let texts = [line, line.withNarrowSigns.filter { !" -".contains($0) }]
        try await parts.engine.read { [parts] db in
            for key in keys
            where try CaseStepStore.find(key, in: db)?.account == clerk.account {
                guard let heading = try CaseStore.heading(key.number, in: db),
                    let person = try CitizenStore.find(heading.citizen, vault: parts.vault, in: db)
                else { continue }
                let hers = [person.name, person.phone?.text, key.number.rawValue, key.number.spoken]
                let isNamed = hers.compactMap(\.self).contains { word in
                    word.count > 1 && texts.contains { $0.contains(word) }
                }
                guard !isNamed else { throw StepRefused.noteNamesPerson }
            }
        }
    }

    /// Starts what waited for nothing else.
    private func begin(
        _ steps: [CaseStep], in state: CaseState, at now: Instant, in db: any SQLConnection
    ) throws {
        let approved = Set(steps.filter { $0.state == .approved }.map(\.key.step))
        for step in steps where step.state == .waiting && approved.isSuperset(of: step.after) {
            var begun = step
            try begun.begin(at: now, parts.catalogue.calendar)
            try CaseStepStore.save(begun, found: step, in: db)
            try begun.announceBegun(in: state, at: now, in: db)
        }
    }
}
