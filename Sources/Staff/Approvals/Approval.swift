public import Base

/// Something that one person asked for and another says yes or no to.
public struct Approval: Hashable, Sendable {
    public enum Decision: String, Sendable, CaseIterable {
        case approved
        case refused
    }

    /// A yes that does not decide alone.
    public struct Yes: Hashable, Sendable {
        public let by: String
        let session: Token
        let passkey: Token
        public let at: Instant
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
    /// Those that came before the one that decides, in the order in which they came.
    public internal(set) var yeses: [Yes] = []
    public let verdict: Verdict?

    public var kind: ApprovalKind { matter.kind }

    /// Whether this person may decide now, whatever the answer will be.
    ///
    /// - Throws: ``StaffRefused``: decided, over, not in these roles, oneself, one's own device or session, about oneself;
    ///   somebody who said yes already, or the hand of such a one.
    public func checkDecider(_ presence: StaffPresence, at now: Instant) throws(StaffRefused) {
        guard verdict == nil else { throw .decidedAlready }
        guard now < expiresAt else { throw .requestOver }
        guard presence.account.state == .active, presence.account.covers(matter.scope),
            !presence.account.roles.isDisjoint(with: kind.deciders)
        else { throw .rightMissing }
        guard presence.account.id != requestedBy else { throw .ownRequest }
        guard !yeses.contains(where: { $0.by == presence.account.id }) else { throw .saidAlready }
        let hands = [(session, passkey)] + yeses.map { ($0.session, $0.passkey) }
        guard !hands.contains(where: { $0.0 == presence.session.id || $0.1 == presence.session.passkey })
        else { throw .sameHand }
        guard matter.account != presence.account.id else { throw .aboutYourself }
    }
}
