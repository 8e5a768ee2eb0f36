import Base
import Catalogue
import Storage
import Vault
import Notices

/// Asks the person to answer questions again: once a step, and everything at once 一次性告知; the step's time stands still.
///
/// Source: the Administrative Licensing Law, article 32: everything that has to be supplemented is said at one time.
public struct AskForCorrection: Sendable {
    let parts: CaseParts
    private let desk: StepDesk

    public init(_ parts: CaseParts) {
        self.parts = parts
        desk = StepDesk(parts: parts)
    }

    /// Takes ids of the form's questions, at least one, and a note for the person where the template does not say all.
    ///
    /// - Throws: ``StepRefused/askedBefore`` the second time, ``StepRefused/accepted`` where what was handed in counts as complete.
    public func callAsFunction(
        _ questions: Set<String>, at key: CaseStep.Key, because reason: CorrectionReason, note: String?,
        by clerk: Clerk, requestID: String
    ) async throws {
        guard (note?.count ?? 0) <= StepDesk.noteMax else { throw StepRefused.choiceUnknown }
        let now = parts.world.now()
        try await parts.engine.write { [parts, desk] db in
            let found = try desk.claimed(key, by: clerk, in: db)
            let asked = try desk.form(of: found, in: db).route.map(\.id).filter(questions.contains)
            guard !asked.isEmpty, asked.count == questions.count else { throw StepRefused.choiceUnknown }
            guard try !CorrectionStore.exists(key, in: db) else { throw StepRefused.askedBefore }
            guard try parts.acceptance(of: found.heading, in: db)?.isClosed(for: found.step) != true else {
                throw StepRefused.accepted
            }
            var step = found.step
            try step.take(.correctionAsked)
            step.pausedAt = now
            try CaseStepStore.save(step, found: found.step, in: db)
            let correction = CaseCorrection(
                key: key, questions: asked, answered: [], reason: reason, note: note, askedAt: now,
                answerBy: now + parts.figures.correctionLife, answeredAt: nil)
            try CorrectionStore.insert(
                correction, by: found.subject, in: db)
            try CorrectionLapseJob.enqueue(correction, in: db)
            try parts.tell(.correctionAsked, of: found, in: db)
            try desk.note(
                .correctionAsked, at: found.step, of: found, by: clerk, detail: reason.rawValue,
                fields: asked, requestID, at: now, in: db)
        }
    }
}
