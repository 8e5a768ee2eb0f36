import Audit
public import Base
public import Storage

/// What an approval of each kind sets off, inside the transaction of the decision.
///
/// An effect returns what the second person is shown once, such as a code. It may run more than once, as every transaction may.
public typealias ApprovalEffects = [ApprovalKind: ApprovalEffect]
public typealias ApprovalEffect =
    @Sendable (_ approval: Approval, _ decider: StaffAccount, _ db: any SQLConnection) throws -> String?

/// The second person's yes or no; with a yes the thing is done, or the yes was not given.
public struct DecideApproval: Sendable {
    let parts: StaffParts
    let effects: ApprovalEffects

    init(_ parts: StaffParts, effects: ApprovalEffects) {
        self.parts = parts
        self.effects = effects
    }

    /// - Returns: What the effect shows, once.
    /// - Throws: ``StaffRefused/unknownApproval`` and what ``Approval/checkDecider(_:at:)`` throws; what the effect throws.
    @discardableResult
    public func callAsFunction(
        _ id: Token, _ decision: Approval.Decision, by presence: StaffPresence, requestID: String
    ) async throws -> String? {
        let now = parts.world.now()
        return try await parts.engine.write { [parts, effects] db in
            guard let approval = try ApprovalStore.find(id, vault: parts.vault, in: db) else {
                throw StaffRefused.unknownApproval
            }
            try approval.checkDecider(presence, at: now)
            let verdict = Approval.Verdict(by: presence.account.id, at: now, decision: decision)
            guard try ApprovalStore.decide(id, verdict, in: db) else { throw StaffRefused.decidedAlready }
            try parts.note(
                "approval.decided", by: .staff(presence.account.id),
                decision: "\(approval.kind.rawValue) \(decision.rawValue)", payloadHash: try approval.hash,
                requestID, in: db)
            guard decision == .approved else { return nil }
            guard let effect = effects[approval.kind] else { throw StaffRefused.malformed }
            return try effect(approval, presence.account, db)
        }
    }
}
