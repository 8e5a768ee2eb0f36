import Audit
public import Base
public import Catalogue
import Documents
import Identity
import Storage
import Vault
import Wire

/// How far a case is, for whoever knows its number and one thing more that its person has.
///
/// The second thing is the code on its paper, or the last four characters of the person's number; the latter can be guessed,
/// so those tries are counted (`GuessGate`), whether or not there is such a case, and with the same work.
public struct CaseProgress: Sendable {
    /// What is shown: nothing that names anybody, and no answer.
    public struct View: Sendable {
        public let number: CaseNumber
        public let item: ServiceItem
        public let state: CaseState
        public let openedAt: Instant
        public let steps: [CaseStep]
        public let seenAt: Instant
        /// Whether it counts as accepted; nil where nobody decides it any more.
        public let acceptance: Acceptance?
        /// When the last step is due, as far as it can be said now.
        public let due: StepDeadline?
        /// Whether the department has what came of it; nil where it need not, or there is nothing yet.
        public let result: ResultStanding?
    }

    /// Of a citizen number.
    ///
    /// Unit: characters.
    static let tailLength = 4

    let parts: CaseParts
    let gate: GuessGate

    public init(_ parts: CaseParts) {
        self.parts = parts
        gate = GuessGate("progress", vault: parts.vault)
    }

    /// Whether somebody gives the digits that pages show (``CaseNumber/spoken``) and no code of a paper: several services may
    /// have a case with them, so that ``callAsFunction(number:of:second:requestID:)`` must be told which.
    static func needsService(number input: String, second: String) -> Bool {
        let text = Self.plain(input)
        return (12...CaseNumber.lengthMax - 31).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) } && VerificationCode(second) == nil
    }

    private static func plain(_ input: String) -> String {
        input.withNarrowSigns.filter { !" -".contains($0) }.uppercased()
    }

    /// - Parameters:
    ///   - input: The whole number, or its last digits together with a `service` or a code.
    ///   - service: Whose case it is, for the last digits alone.
    ///   - second: The code on its paper, or the last four characters of the person's number.
    ///   - requestID: For the log.
    /// - Returns: How far it is.
    /// - Throws: ``ProgressRefused``.
    public func callAsFunction(
        number input: String, of service: ServiceID? = nil, second: String, requestID: String
    ) async throws -> View {
        let typed = Self.plain(input)
        let prefix =
            Self.needsService(number: input, second: second)
            ? service.flatMap { parts.catalogue[$0]?.implementationCode } : nil
        let text = (prefix ?? "") + typed
        let number = CaseNumber(rawValue: text)
        if let code = VerificationCode(second) {
            return try await shown(byCode: code, number: number, spoken: text, requestID)
        }
        return try await shown(
            byTail: second.withNarrowSigns.filter { $0 != " " }.uppercased(), of: number, text, requestID)
    }

    /// A code has eighty bits: nobody guesses it, so nobody is made to wait.
    private func shown(
        byCode code: VerificationCode, number: CaseNumber?, spoken: String, _ requestID: String
    ) async throws -> View {
        let parts = parts
        let known = try await parts.engine.read { db in
            try DocumentStore.caseNumber(of: code, on: Set(CasePaper.allCases), in: db).flatMap(
                CaseNumber.init)
        }
        guard let known, known == number || known.spoken == spoken else { throw ProgressRefused.unknown }
        let view = try await parts.engine.write { db in
            try self.view(known, by: nil, requestID, in: db)
        }
        guard let view else { throw ProgressRefused.unknown }
        return view
    }

    private enum Found {
        case view(View)
        case refused(ProgressRefused)
    }

    private func shown(
        byTail tail: String, of number: CaseNumber?, _ text: String, _ requestID: String
    ) async throws -> View {
        let (parts, gate, now) = (parts, gate, parts.world.now())
        let found = try await parts.engine.write { db -> Found in
            // A malformed question takes the same way as one about a case that is not there.
            let about = String(text.prefix(CaseNumber.lengthMax))
            if let seconds = try gate.take(about, at: now, in: db) {
                return .refused(.wait(seconds: seconds))
            }
            let holder = try ProgressStore.holder(of: number, in: db)
            let person = try CitizenStore.findEvenly(holder, vault: parts.vault, in: db)
            let expected = String((person?.number.text ?? "").suffix(Self.tailLength))
            guard tail.utf8.count == Self.tailLength, tail == expected, let number,
                let view = try self.view(number, by: about, requestID, in: db)
            else { return .refused(.unknown) }
            return .view(view)
        }
        switch found {
        case .view(let view): return view
        case .refused(let refusal): throw refusal
        }
    }

    private func view(
        _ number: CaseNumber, by about: String?, _ requestID: String, in db: any SQLConnection
    ) throws -> View? {
        // A bundle is decided by nobody: each of its services has a number of its own.
        guard let file = try CaseStore.find(number, vault: parts.vault, in: db), !file.isBundle,
            let item = try parts.catalogue.item(file.service, version: file.serviceVersion)
        else { return nil }
        if let about { try gate.clear(about, in: db) }
        let steps = try CaseStepStore.all(of: number, in: db)
        try parts.audit.append(
            AuditAct(
                "case.progress-shown", actor: .system("public-progress"), purpose: item.basicCode,
                caseNumber: number.rawValue,
                subject: try parts.vault.subject(file.citizen, in: db).commitment(), requestID: requestID),
            in: db)
        let isOwed = file.state == .deciding || file.state == .correcting
        return View(
            number: number, item: item, state: file.state, openedAt: file.openedAt, steps: steps,
            seenAt: parts.world.now(),
            acceptance: try parts.acceptance(of: file.heading, steps, in: db),
            due: isOwed
                ? StepForecast(steps, parts.catalogue.calendar, at: parts.world.now()).end : nil,
            result: item.result.isDelivered && (file.state == .issued || file.state == .delivered)
                ? try ResultStanding(of: number, in: db) : nil)
    }
}
