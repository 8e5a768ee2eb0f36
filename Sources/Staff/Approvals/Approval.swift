public import Base

/// Something that one person asked for and another says yes or no to.
public struct Approval: Hashable, Sendable {
    public enum Decision: String, Sendable, CaseIterable {
        case approved
        case refused
    }

    /// Who decided, when and how.
    public struct Verdict: Hashable, Sendable {
        public let by: String
        public let at: Instant
        public let decision: Decision
    }

    public let id: Token
    public let matter: ApprovalMatter
    /// In the words of the one who asks.
    public let reason: String
    public let requestedBy: String
    /// The session and the passkey behind the request: the second person's are others.
    public let session: Token
    public let passkey: Token
    public let requestedAt: Instant
    public let expiresAt: Instant
    public let verdict: Verdict?

    public var kind: ApprovalKind { matter.kind }

    /// Whether this person may decide now, whatever the answer will be.
    ///
    /// - Throws: ``StaffRefused``: decided, over, not in these roles, oneself, one's own device or session, about oneself.
    public func checkDecider(_ presence: StaffPresence, at now: Instant) throws(StaffRefused) {
        guard verdict == nil else { throw .decidedAlready }
        guard now < expiresAt else { throw .requestOver }
        guard presence.account.state == .active, presence.account.covers(matter.scope),
            !presence.account.roles.isDisjoint(with: kind.deciders)
        else { throw .rightMissing }
        guard presence.account.id != requestedBy else { throw .ownRequest }
        guard presence.session.passkey != passkey, presence.session.id != session else { throw .sameHand }
        guard matter.account != presence.account.id else { throw .aboutYourself }
    }
}
