public import Storage
import Audit
public import Base
import Vault

/// Asks for something that takes a second person.
public struct RequestApproval: Sendable {
    /// **Unit:** characters.
    public static let reasonMax = 200

    let parts: StaffParts
    /// Those that have an effect in this house.
    let kinds: Set<ApprovalKind>

    init(_ parts: StaffParts, kinds: Set<ApprovalKind>) {
        self.parts = parts
        self.kinds = kinds
    }

    /// - Returns: The request's id.
    /// - Throws: ``StaffRefused``: not in these roles or not there, about oneself, roles that do not go together,
    ///   a passkey not shown for too long.
    @discardableResult
    public func callAsFunction(
        _ matter: ApprovalMatter, reason: String, by presence: StaffPresence, requestID: String
    ) async throws -> Token {
        try await parts.engine.write { db in
            try self(matter, reason: reason, by: presence, requestID: requestID, in: db)
        }
    }

    /// The same in the transaction of what it is about.
    @discardableResult
    public func callAsFunction(
        _ matter: ApprovalMatter, reason: String, by presence: StaffPresence, requestID: String,
        in db: any SQLConnection
    ) throws -> Token {
        guard kinds.contains(matter.kind), !reason.isEmpty, reason.count <= Self.reasonMax else {
            throw StaffRefused.malformed
        }
        guard presence.account.state == .active, presence.account.covers(matter.scope),
            !presence.account.roles.isDisjoint(with: matter.kind.requesters)
        else { throw StaffRefused.rightMissing }
        guard matter.account != presence.account.id else { throw StaffRefused.aboutYourself }
        if case .roles(_, let roles) = matter {
            guard StaffRole.areSeparate(Set(roles)) else { throw StaffRefused.rolesTogether }
        }
        try parts.requireStill(presence, in: db)
        let now = parts.world.now()
        try presence.requireFresh(at: now)
        let approval = Approval(
            id: Token(parts.world), matter: matter, reason: reason, requestedBy: presence.account.id,
            session: presence.session.id, passkey: presence.session.passkey, requestedAt: now,
            expiresAt: now + ApprovalKind.life, verdict: nil)
        if let account = matter.account {
            let found = try parts.account(account, in: db)
            guard found.state != .ended else { throw StaffRefused.accountEnded }
            if case .roles(_, let roles) = matter { try found.requireRoles(roles) }
        }
        try ApprovalStore.insert(approval, vault: parts.vault, in: db)
        try parts.note(
            "approval.requested", by: .staff(presence.account.id), decision: matter.kind.rawValue,
            payloadHash: try approval.hash, requestID, in: db)
        return approval.id
    }
}

extension Approval {
    /// What the two lines of the log have in common; the id keeps anybody from guessing the words behind it.
    var hash: [UInt8] {
        get throws { Digest.sha256(Array(id.rawValue.utf8) + (try matter.bytes)) }
    }
}
