import Audit
public import Base
public import Storage

/// What an approval of each kind sets off, inside the transaction of the decision.
///
/// An effect returns what the second person is shown once, such as a code. It may run more than once, as every transaction may.
public typealias ApprovalEffects = [ApprovalKind: ApprovalEffect]
public typealias ApprovalEffect =
    @Sendable (_ approval: Approval, _ decider: StaffAccount, _ db: any SQLConnection) throws -> String?

/// The second person's yes or no; with the last yes that is needed the thing is done, or the yes was not given.
public struct DecideApproval: Sendable {
    /// What came of a decision.
    public struct Outcome: Hashable, Sendable {
        public let kind: ApprovalKind
        /// What the effect shows, once; nil when it shows nothing or has not run.
        public let shown: String?
    }

    let parts: StaffParts
    let effects: ApprovalEffects
    let circles: ApprovalCircles

    init(_ parts: StaffParts, effects: ApprovalEffects, circles: ApprovalCircles = [:]) {
        self.parts = parts
        self.effects = effects
        self.circles = circles
    }

    /// - Throws: ``StaffRefused/unknownApproval`` and what ``Approval/checkDecider(_:at:)`` throws; what the circle and the effect throw;
    ///   ``StaffRefused/proofTooOld`` for a yes.
    @discardableResult
    public func callAsFunction(
        _ id: Token, _ decision: Approval.Decision, by presence: StaffPresence, requestID: String
    ) async throws -> Outcome {
        let now = parts.world.now()
        return try await parts.engine.write { [parts, effects, circles] db in
            guard var approval = try ApprovalStore.find(id, vault: parts.vault, in: db) else {
                throw StaffRefused.unknownApproval
            }
            try approval.checkDecider(presence, at: now)
            try parts.requireStill(presence, in: db)
            try circles[approval.kind]?.checkDecider(approval, presence.account, db)
            if decision == .approved { try presence.requireFresh(at: now) }
            approval.yeses = try Self.standing(approval, parts, in: db)
            if decision == .approved, approval.yeses.count + 1 < approval.kind.yesesNeeded {
                try agree(approval, presence, at: now, requestID, in: db)
                return Outcome(kind: approval.kind, shown: nil)
            }
            let verdict = Approval.Verdict(by: presence.account.id, at: now, decision: decision)
            guard try ApprovalStore.decide(id, verdict, in: db) else { throw StaffRefused.decidedAlready }
            try parts.note(
                "approval.decided", by: .staff(presence.account.id),
                decision: "\(approval.kind.rawValue) \(decision.rawValue)", payloadHash: try approval.hash,
                requestID, in: db)
            guard decision == .approved else { return Outcome(kind: approval.kind, shown: nil) }
            guard let effect = effects[approval.kind] else { throw StaffRefused.malformed }
            return Outcome(kind: approval.kind, shown: try effect(approval, presence.account, db))
        }
    }

    private func agree(
        _ approval: Approval, _ presence: StaffPresence, at now: Instant, _ requestID: String,
        in db: any SQLConnection
    ) throws {
        try ApprovalStore.agree(
            approval.id,
            Approval.Yes(
                by: presence.account.id, session: presence.session.id, passkey: presence.session.passkey,
                at: now), in: db)
        try parts.note(
            "approval.agreed", by: .staff(presence.account.id), decision: approval.kind.rawValue,
            payloadHash: try approval.hash, requestID, in: db)
    }

    /// The earlier yeses that still count: those of people who could still say it.
    private static func standing(
        _ approval: Approval, _ parts: StaffParts, in db: any SQLConnection
    ) throws -> [Approval.Yes] {
        try approval.yeses.filter { yes in
            let account = try parts.account(yes.by, in: db)
            return account.state == .active && !account.roles.isDisjoint(with: approval.kind.deciders)
        }
    }
}
