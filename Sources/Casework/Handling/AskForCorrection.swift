import Base
import Catalogue
import Storage
import Vault
import Notices

/// Asks the person to answer questions again: once a step, and everything at once 一次性告知; the step's time stands still.
///
/// A file that a scanner took away later was never there: it may be asked for whatever was asked or accepted before, and nothing
/// else with it.
///
/// Source: the Administrative Licensing Law, article 32: everything that has to be supplemented is said at one time.
public struct AskForCorrection: Sendable {
    let parts: CaseParts
    private let desk: StepDesk

    public init(_ parts: CaseParts) {
        self.parts = parts
        desk = StepDesk(parts: parts)
    }

    /// Takes ids of the form's questions, at least one, and the id of a reason that
    /// the step's department may give, and a note for the person where it does not say all.
    ///
    /// - Throws: ``StepRefused/askedBefore`` the second time, except for files that are lost since;
    ///   ``StepRefused/accepted`` where what was handed in counts as complete.
    public func callAsFunction(
        _ questions: Set<String>, at key: CaseStep.Key, because reason: String, note: String?,
        by clerk: Clerk, requestID: String
    ) async throws {
        guard (note?.count ?? 0) <= StepDesk.noteMax else { throw StepRefused.choiceUnknown }
        let now = parts.world.now()
        try await parts.engine.write { [self] db in
            let found = try desk.claimed(key, by: clerk, in: db)
            let asked = try desk.form(of: found, in: db).route.map(\.id).filter(questions.contains)
            guard !asked.isEmpty, asked.count == questions.count else { throw StepRefused.choiceUnknown }
            let before = try CorrectionStore.all(of: key.number, by: found.subject, in: db)
            let rounds = before.filter { $0.key == key }.map(\.round)
            let isClosed =
                try parts.acceptance(of: found.heading, in: db)?.isClosed(for: found.step) == true
            if isClosed || !rounds.isEmpty, try !questions.isSubset(of: desk.lost(found, before, in: db)) {
                throw rounds.isEmpty ? StepRefused.accepted : .askedBefore
            }
            var step = found.step
            try step.take(.correctionAsked)
            step.pausedAt = now
            let reason = try desk.reason(reason, for: .correction, at: step)
            try CaseStepStore.save(step, found: found.step, in: db)
            let correction = CaseCorrection(
                key: key, round: (rounds.max() ?? 0) + 1, questions: asked, answered: [], reason: reason,
                note: note, askedAt: now,
                answerBy: lastMoment(askedAt: now), answeredAt: nil)
            try CorrectionStore.insert(correction, by: found.subject, in: db)
            try CorrectionReminderJob.enqueue(correction, parts, in: db)
            try CorrectionLapseJob.enqueue(correction, in: db)
            try parts.tell(.correctionAsked, of: found.heading, in: db)
            try desk.note(
                .correctionAsked, at: found.step, of: found, by: clerk, detail: reason.id,
                fields: asked, requestID, at: now, in: db)
        }
    }

    /// By when she answers: all of the last day is hers, and where offices rest on it, the next on which they work.
    ///
    /// Source: the Civil Code, articles 200 to 203.
    private func lastMoment(askedAt now: Instant) -> Instant {
        let last = CalendarDate(inChinaAt: now + parts.figures.correctionLife)
        return parts.catalogue.calendar.dueDay(0, after: last).day.endInChina
    }
}
