import Audit
import Base
import Storage

/// Shows as much of a case as the desk may see, and tells the person whose it is that it was shown, to whom and for what.
///
/// The rules of conduct are asked in the same transaction, so an alert stands on the security officer's page as soon as the
/// look is done.
public struct LookAtCase: Sendable {
    let parts: StaffParts
    let find: FindCase
    let figures: ConductFigures

    init(_ parts: StaffParts, find: @escaping FindCase, figures: ConductFigures) {
        self.parts = parts
        self.find = find
        self.figures = figures
    }

    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/noOpenCase``.
    public func callAsFunction(
        _ number: String, for purpose: Look.Purpose, by presence: StaffPresence, requestID: String
    ) async throws -> CaseGlimpse {
        let now = parts.world.now()
        let id = Token(parts.world)
        let account = presence.account
        return try await parts.engine.write { [parts, find, figures] db in
            let found = try find(number, db)
            let glass = try BreakGlassStore.latest(of: account.id, vault: parts.vault, in: db)
            let ground = try Look.ground(of: found, for: account, glass: glass, at: now)
            guard let glimpse = found else { throw StaffRefused.noOpenCase }
            let look = Look(
                id: id, account: account.id, caseNumber: glimpse.number, citizen: glimpse.citizen,
                purpose: purpose, ground: ground, at: now)
            try LookStore.forget(before: now - ConductFigures.memory, in: db)
            let before = try LookStore.recent(
                of: account.id, since: now - figures.window, limit: ConductFigures.looksMax, in: db)
            try LookStore.insert(look, in: db)
            for rule in ConductRule.broken(
                by: look, before: before, clerk: account.name, holder: glimpse.holder, figures)
            {
                try AlertStore.insert(
                    ConductAlert(
                        id: Token(parts.world), rule: rule, account: account.id, caseNumber: look.caseNumber,
                        at: now, seenBy: nil), in: db)
            }
            try parts.audit.append(
                AuditAct(
                    "case.looked", actor: .staff(account.id), purpose: glimpse.service,
                    caseNumber: glimpse.number, subject: glimpse.commitment, fields: ["name", "state"],
                    decision: "\(ground.rawValue) \(purpose.rawValue)", requestID: requestID), in: db)
            return glimpse
        }
    }
}
