import Audit
import Base
import Storage
import Vault

/// Shows as much of a case as the desk may see, and tells the person whose it is that it was shown, to whom and for what.
///
/// The rules of conduct are asked in the same transaction, so an alert stands on the security officer's page as soon as the
/// look is done; one that is refused is written down and asked about like any other.
public struct LookAtCase: Sendable {
    let parts: StaffParts
    let find: FindCase
    let figures: ConductFigures
    let glassLife: Duration

    init(
        _ parts: StaffParts, find: @escaping FindCase, figures: ConductFigures, glassLife: Duration
    ) {
        self.parts = parts
        self.find = find
        self.figures = figures
        self.glassLife = glassLife
    }

    /// `fields` are the names of what the page shows, which the person reads in the list of who looked; `isClaimed` says that
    /// the one who looks has the case on her desk, to decide it.
    ///
    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/noOpenCase``.
    public func callAsFunction(
        _ number: String, for purpose: Look.Purpose, by presence: StaffPresence,
        showing fields: [String] = ["name", "state"], isClaimed: Bool = false, requestID: String
    ) async throws -> CaseGlimpse {
        let shown = try await note(
            number, for: purpose, by: presence, fields, isClaimed: isClaimed, isRefused: false, requestID)
        guard let shown else { throw StaffRefused.noOpenCase }
        return shown
    }

    /// Notes a look that another room has refused, such as at a visit to another office's place: it is asked about like one
    /// that is refused here.
    ///
    /// - Throws: ``StaffRefused/rightMissing``.
    public func refused(
        _ number: String, for purpose: Look.Purpose, by presence: StaffPresence, requestID: String
    ) async throws {
        _ = try await note(
            number, for: purpose, by: presence, [], isClaimed: false, isRefused: true, requestID)
    }

    private func note(
        _ number: String, for purpose: Look.Purpose, by presence: StaffPresence, _ fields: [String],
        isClaimed: Bool, isRefused: Bool, _ requestID: String
    ) async throws -> CaseGlimpse? {
        let now = parts.world.now()
        let id = Token(parts.world)
        let account = presence.account
        guard account.may(.lookAtCases) else { throw StaffRefused.rightMissing }
        return try await parts.engine.write { [parts, find] db -> CaseGlimpse? in
            let found = try find(number, db)
            let kept = found?.number ?? Self.kept(number)
            let glass = try BreakGlassStore.latest(of: account.id, vault: parts.vault, in: db)
            let look = Look(
                id: id, account: account.id, caseNumber: kept,
                citizen: found?.citizen, purpose: purpose,
                ground: isRefused
                    ? .refused : ground(of: found, for: account, purpose, glass: glass, at: now),
                at: now, isClaimed: isClaimed)
            try ask(about: look, of: found, by: account, in: db)
            let isShown = look.ground != .refused
            // Whose number or name was typed by mistake would be tried through from its hash, for ever.
            let isHashed = found == nil && kept != Self.nothing
            try parts.audit.append(
                AuditAct(
                    isShown ? purpose.act : "case.look-refused", actor: .staff(account.id),
                    purpose: found?.service, caseNumber: found?.number, subject: found?.commitment,
                    fields: isShown ? fields : [],
                    decision: "\(look.ground.rawValue) \(purpose.rawValue)", requestID: requestID,
                    payloadHash: isHashed ? Digest.sha256(Array(number.utf8)) : nil), in: db)
            return isShown ? found : nil
        }
    }

    /// Notes the look for the rules that come later, and what the rules ask about it now.
    func ask(
        about look: Look, of found: CaseGlimpse?, by account: StaffAccount, in db: any SQLConnection
    ) throws {
        try LookStore.forget(before: look.at - ConductFigures.memory, in: db)
        let before = try LookStore.recent(
            of: account.id, since: look.at - figures.window, limit: ConductFigures.looksMax, in: db)
        try LookStore.insert(look, in: db)
        let ties = try found.map { try ConductTies(account, $0, in: db) }
        let rules = ConductRule.broken(by: look, before: before, ties: ties, figures)
        for rule in rules {
            try AlertStore.insert(
                ConductAlert(
                    id: Token(parts.world), rule: rule, account: account.id, caseNumber: look.caseNumber,
                    at: look.at, seenBy: nil), in: db)
        }
        if rules.contains(where: \.isGrave) {
            let officers = try StaffAccountStore.active(
                holding: StaffRight.seeAlerts.roles, vault: parts.vault, in: db
            ).filter { $0.id != account.id }
            try StaffNotice.enqueue(.alert, for: officers, parts.world, in: db)
        }
    }

    private func ground(
        of found: CaseGlimpse?, for account: StaffAccount, _ purpose: Look.Purpose, glass: BreakGlass?,
        at now: Instant
    ) -> Look.Ground {
        do throws(StaffRefused) {
            return try Look.ground(
                of: found, for: account, purpose: purpose, glass: glass, glassLife: glassLife, at: now)
        } catch {
            return .refused
        }
    }

    /// What is kept of a number that is no case's: its form alone says that it could be one, and nothing else stays.
    private static func kept(_ number: String) -> String {
        number.utf8.count >= 40 && number.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
            ? number : nothing
    }

    private static let nothing = "-"
}
