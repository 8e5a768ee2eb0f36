public import Base
public import Catalogue
public import Identity
import Storage
import Vault
import Wire

/// Where a case that departments decide stands, for its person.
public struct CaseStanding: Sendable {
    /// What its pages show.
    public struct View: Sendable {
        public let form: CaseForm
        public let steps: [CaseStep]
        /// What waits for her; empty unless the case is being corrected.
        public let corrections: [CaseCorrection]
        /// What the step that refused says beside its reason.
        public let note: String?
        /// Whether its paper counts.
        let paper: PaperStanding
        /// Whether its paper came out and can be printed once more.
        let isReprinted: Bool
        /// What a terminal prints of it now beside its paper; nil for nothing.
        let letter: CasePaper?
        /// Whether it counts as accepted; nil for what no department decides.
        let acceptance: Acceptance?
        /// When it was withdrawn, or lapsed, after it had been handed in; nil while it stands.
        let withdrawal: CaseMoment?

        public var file: CaseFile { form.file }
        public var item: ServiceItem { form.item }

        /// The day on which the last step is due, as far as it can be said now; nil when nothing is owed any more.
        public func due(_ calendar: WorkingCalendar, at now: Instant) -> StepDeadline? {
            StepForecast(steps, calendar, at: now).end
        }
    }

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    public func callAsFunction(_ number: CaseNumber, of session: IdentifiedSession) async throws -> View {
        let file = try await OwnedCase(parts)(number, of: session)
        let now = parts.world.now()
        return try await parts.engine.read { [parts] db in
            let steps = try CaseStepStore.all(of: number, in: db)
            let subject = try parts.vault.subject(file.citizen, in: db)
            let refused = steps.first { $0.state == .refused }
            return View(
                form: try parts.form(of: file, in: db), steps: steps,
                corrections: try CorrectCase.open(file, parts, in: db),
                note: try refused.flatMap { try CaseStepStore.note(of: $0.key, by: subject, in: db) },
                paper: try FollowPaper.standing(number, at: now, in: db),
                isReprinted: try Reprint.offer(file, parts, at: now, in: db) != nil,
                letter: try IssueLetter.offered(file, parts, in: db),
                acceptance: try parts.acceptance(of: file.heading, steps, in: db),
                withdrawal: try CaseStore.withdrawal(of: file.heading, in: db))
        }
    }

    /// She has read why it was refused, and may apply anew.
    public func read(_ number: CaseNumber, of session: IdentifiedSession) async throws {
        let file = try await OwnedCase(parts)(number, of: session)
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard let current = try CaseStore.find(file.number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            try CaseActor.require(current, of: session, parts, in: db)
            guard current.readAt == nil else { return }
            try CaseStore.advance(
                number, by: .refusalRead, terminal: session.terminal, at: now, in: db)
            try CaseStore.keepReading(number, at: now, in: db)
        }
    }
}
