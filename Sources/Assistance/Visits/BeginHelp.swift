import Base
import Audit
import Identity
import Storage
import Vault

/// Lets the helper begin whose code was typed at the terminal that asked for it; a code counts once.
public struct BeginHelp: Sendable {
    static let triesMax = 3

    let parts: AssistanceParts

    private enum Outcome: Sendable {
        case begun
        case refused(AssistanceRefused)
    }

    /// - Throws: ``AssistanceRefused/codeWrong`` for every code that does not open, whatever the reason.
    public func callAsFunction(
        _ typed: String, at terminal: String, token: String?, requestID: String
    ) async throws {
        let code = LoginCode.normalised(typed) ?? ""
        let outcome = try await parts.engine.write { [parts] db -> Outcome in
            let now = parts.world.now()
            guard let help = try AssistanceStore.open(at: terminal, in: db) else {
                return .refused(.codeWrong)
            }
            guard help.begunAt == nil else { return .refused(.alreadyHere) }
            let tries = try AssistanceStore.countTry(help.id, in: db)
            let isRight = constantTimeEquals(
                CallHelper.hash(code, call: help.id, parts.vault), help.codeHash)
            guard isRight, tries <= Self.triesMax, now < help.codeUntil, now >= help.calledAt,
                let id = help.volunteer,
                let volunteer = try VolunteerStore.find(id, vault: parts.vault, in: db),
                volunteer.retiredAt == nil, try AssistanceStore.begin(help.id, at: now, in: db)
            else {
                // The try is kept: it counts also when it is refused.
                if tries >= Self.triesMax {
                    try EndHelp(parts: parts).one(help, because: .unused, at: now, requestID, in: db)
                }
                return .refused(.codeWrong)
            }
            let visit = try token.flatMap { try parts.visits.visit(of: $0, terminal: terminal, in: db) }
            if let visit { try AssistanceStore.join(help.id, visit.id, in: db) }
            try parts.note(
                "assistance.begun", by: .helper(commitment: Volunteer.commitment(id, parts.vault)), in: help,
                about: nil, service: visit?.service, requestID, in: db)
            return .begun
        }
        if case .refused(let refusal) = outcome { throw refusal }
    }
}
