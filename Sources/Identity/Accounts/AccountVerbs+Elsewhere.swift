public import Base
public import Storage

/// What the room of sign-ins at other sites needs of accounts.
extension AccountVerbs {
    /// Whether a session is open and not too old.
    public func isLive(_ session: Token, in db: any SQLConnection) throws -> Bool {
        guard let found = try AccountSessionStore.find(session, in: db) else { return false }
        return found.state == .open && !found.isOver(at: current.parts.world.now())
    }

    /// Ends a session, because the person signed out at another site or the portal says so.
    public func end(_ session: Token, requestID: String, in db: any SQLConnection) throws {
        let parts = current.parts
        let now = parts.world.now()
        guard let found = try AccountSessionStore.find(session, in: db),
            try AccountSessionStore.end(session, because: .finished, at: now, in: db)
        else { return }
        try parts.note("account.signed-out", of: found.citizen, requestID, in: db)
    }

    /// Begins a session for a person whom another provider vouches for.
    ///
    /// It proves nothing here: whatever is dear asks for a proof of her own first. `also` writes what the other room keeps
    /// about the session; without that there is no session.
    ///
    /// - Throws: ``AccountRefused/signedOut`` when she has no account.
    public func beginVouched(
        _ citizen: Token, level: Assurance, authenticatedAt: Instant, language: Language, requestID: String,
        also: @Sendable @escaping (_ session: Token, _ db: any SQLConnection) throws -> Void
    ) async throws -> (token: String, session: Token) {
        let parts = current.parts
        let now = parts.world.now()
        let (token, hash) = parts.identity.newToken()
        let session = AccountSession(
            id: Token(parts.world), citizen: citizen, state: .open, factors: [], level: level,
            language: language, startedAt: now, lastSeenAt: now,
            authenticatedAt: min(authenticatedAt, now - AccountSession.proofFreshFor - .seconds(1)),
            tokenHash: hash)
        try await parts.engine.write { db in
            guard try AccountStore.isOpen(citizen, in: db) else { throw AccountRefused.signedOut }
            try AccountSessionStore.insert(session, in: db)
            try parts.note(
                "account.signed-in", of: citizen, fields: ["portal"], decision: level.rawValue, requestID,
                in: db)
            try also(session.id, db)
        }
        return (token, session.id)
    }
}
