public import Base
public import Catalogue
import Identity
import Storage
public import Uploads
import Vault

/// What a clerk reads: her lists without a word about anybody, and a whole case once she has claimed it.
public struct DeskQueries: Sendable {
    /// A step with what the clerk may see around it.
    public struct View: Sendable {
        public let step: CaseStep
        public let item: ServiceItem
        /// All of the case's, in the service's order: who still owes what.
        public let steps: [CaseStep]
        /// By when the person is to answer those that wait for her, by their ids.
        public let answerBy: [String: Instant]
        public let submittedAt: Instant?
        /// Whether it counts as accepted.
        public let acceptance: Acceptance?
        public let history: [CaseMoment]
        /// The case itself with what was answered; nil as long as she has not claimed it.
        public let form: CaseForm?
        public let corrections: [CaseCorrection]
        /// What the office that had the step before says to this one; nil as long as she has not claimed it.
        public let referralNote: String?
        /// Whether it may go to another office still.
        public let mayBeReferred: Bool
        /// What was sent to its questions; none as long as she has not claimed it.
        public let files: [Upload]

        /// The questions whose files turned out to be infected, and are to be asked for again.
        public var lost: Set<String> { CaseFiles.lost(files, history, corrections) }
    }

    /// How far back a clerk's own figures look.
    public static let figuresSince = Duration.seconds(30 * 86_400)

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    public func page(
        _ list: DeskList, for clerk: Clerk, limit: Int = DeskList.pageSize
    ) async throws -> DeskList.Page {
        let scale = scale
        let (from, through) = list.bounds(on: scale)
        return try await parts.engine.read { [parts] db in
            let found = try DeskListStore.steps(
                list, for: clerk, from: from, through: through, limit: limit + 1, in: db)
            let steps = Array(found.prefix(limit))
            var acceptBy: [CaseStep.Key: StepDeadline] = [:]
            for step in steps { acceptBy[step.key] = try parts.acceptBy(step, at: scale.now, in: db) }
            return DeskList.Page(
                steps: steps, next: found.count > limit ? steps.last.flatMap(DeskList.Cursor.init) : nil,
                acceptBy: acceptBy)
        }
    }

    /// Where a step of the clerk's queue stands in a list, or stood before something was done to it.
    ///
    /// - Returns: Nil for a step that is not there, lies elsewhere, or waits for others.
    public func place(
        of key: CaseStep.Key, in list: DeskList, for clerk: Clerk
    ) async throws -> DeskList.Place? {
        let step = try await parts.engine.read { db in try CaseStepStore.find(key, in: db) }
        guard let step, step.queue == clerk.queue, let cursor = DeskList.Cursor(step) else { return nil }
        var rest = list
        rest.after = cursor
        return DeskList.Place(at: cursor, next: try await page(rest, for: clerk, limit: 1).steps.first)
    }

    /// Of these the steps that lie in the clerk's queue now, whatever has become of them; in no order.
    public func steps(_ keys: Set<CaseStep.Key>, for clerk: Clerk) async throws -> [CaseStep] {
        try await parts.engine.read { db in
            try DeskListStore.find(Array(keys), in: db).filter { $0.queue == clerk.queue }
        }
    }

    public func counts(for clerk: Clerk) async throws -> [DeskList.Tab: Int] {
        let now = parts.world.now()
        return try await parts.engine.read { db in try DeskListStore.counts(for: clerk, at: now, in: db) }
    }

    /// Of which services there is something under a tab, each counted up to ``DeskList/serviceCountMax``.
    public func services(_ tab: DeskList.Tab, for clerk: Clerk) async throws -> [ServiceID: Int] {
        let now = parts.world.now()
        return try await parts.engine.read { db in
            try DeskListStore.services(tab, for: clerk, at: now, in: db)
        }
    }

    /// How many steps of a queue are late now, counted up to ``DeskList/countMax``.
    public func late(in queue: StepQueue) async throws -> Int {
        let now = parts.world.now()
        return try await parts.engine.read { db in try DeskListStore.late(in: queue, at: now, in: db) }
    }

    /// What the offices below have been late with for days.
    public func escalated(to queue: StepQueue, limit: Int) async throws -> [CaseStep] {
        try await parts.engine.read { db in try OverdueStore.escalated(to: queue, limit: limit, in: db) }
    }

    public func figures(of account: String) async throws -> ClerkFigures {
        let since = parts.world.now() - Self.figuresSince
        return try await parts.engine.read { db in
            try DeskListStore.done(by: account, since: since, in: db)
        }
    }

    /// - Throws: ``StepRefused/unknownStep``, ``StepRefused/otherQueue``; what ``StepDesk`` says of her own case.
    public func view(_ key: CaseStep.Key, for clerk: Clerk) async throws -> View {
        try await parts.engine.read { [parts] db in
            let desk = StepDesk(parts: parts)
            let found = try desk.find(key, for: clerk, in: db)
            let isHers = found.step.account == clerk.account && found.step.state != .void
            if isHers { try desk.requireStranger(clerk, to: found, in: db) }
            let form = isHers ? try desk.form(of: found, in: db) : nil
            let steps = try CaseStepStore.all(of: key.number, in: db)
            return View(
                step: found.step, item: found.item, steps: steps,
                answerBy: try CorrectionStore.answerBy(of: key.number, in: db),
                submittedAt: found.heading.submittedAt,
                acceptance: try parts.acceptance(of: found.heading, steps, in: db),
                history: try CaseStore.history(of: key.number, in: db),
                form: form,
                corrections: isHers
                    ? try CorrectionStore.all(of: key.number, by: found.subject, in: db).filter {
                        $0.key == key || found.sight?.questions.isSuperset(of: $0.questions) ?? true
                    } : [],
                referralNote: isHers
                    ? try CaseStepStore.referralNote(of: key, by: found.subject, in: db) : nil,
                mayBeReferred: found.step.referrals < parts.figures.referralMax,
                files: isHers
                    ? try UploadStore.all(of: key.number.rawValue, in: db).filter {
                        found.sight?.questions.contains($0.question) ?? true
                    } : [])
        }
    }

    /// The steps of this queue in the cases that a number can mean: in full, or its twelve digits as they are read out.
    public func search(_ text: String, for clerk: Clerk) async throws -> [CaseStep] {
        let plain = Self.plain(text)
        let numbers =
            CaseNumber(rawValue: plain).map { [$0] }
            ?? parts.catalogue.items.compactMap { CaseNumber(rawValue: $0.implementationCode + plain) }
        return try await parts.engine.read { db in
            var found: [CaseStep] = []
            for number in numbers {
                found += try CaseStepStore.all(of: number, in: db).filter { $0.queue == clerk.queue }
            }
            return found
        }
    }

    /// Whether what somebody typed reads as a case number, or as the twelve digits by which it is read out.
    public static func isNumber(_ text: String) -> Bool {
        let plain = plain(text)
        return CaseNumber(rawValue: plain) != nil || plain.wholeMatch(of: /[0-9]{12,17}/) != nil
    }

    static func plain(_ text: String) -> String {
        text.withNarrowSigns.filter { !$0.isWhitespace && $0 != "-" }.uppercased()
    }

    /// What deadlines are held against now.
    public var scale: DeadlineScale {
        DeadlineScale(
            at: parts.world.now(), within: parts.figures.warningDays, parts.catalogue.calendar)
    }
}
