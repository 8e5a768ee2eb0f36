import Base
public import Storage

/// A token that no session has yet.
public struct FreshToken: Sendable {
    public let token: String
    let hash: [UInt8]
}

/// Gives a visit another token because what it may do has changed; the former token is worth nothing from then on.
public struct RenewSession: Sendable {
    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    public func fresh() -> FreshToken {
        let (token, hash) = parts.newToken()
        return FreshToken(token: token, hash: hash)
    }

    /// She came for somebody else and goes on for herself.
    public func forHerself(_ session: IdentifiedSession) async throws -> IdentifiedSession {
        try await parts.engine.write { db in
            try SessionStore.comeForHerself(session.session.id, in: db)
            return try found(session, in: db)
        }
    }

    /// She came for herself and goes on for somebody else, of whom she has yet to say who it is; `service` is what for.
    ///
    /// - Throws: ``IdentityRefused/sessionOver``.
    public func forAnother(
        _ session: IdentifiedSession, service: String
    ) async throws -> IdentifiedSession {
        try await parts.engine.write { db in
            try SessionStore.comeForAnother(session.session.id, service: service, in: db)
            return try found(session, in: db)
        }
    }

    private func found(_ session: IdentifiedSession, in db: any SQLConnection) throws -> IdentifiedSession {
        guard let found = try SessionStore.open(id: session.session.id, in: db) else {
            throw IdentityRefused.sessionOver
        }
        return try IdentifiedSession(found)
    }

    /// - Throws: ``IdentityRefused/sessionOver`` when the visit is over, or somebody was quicker.
    public func callAsFunction(
        _ session: IdentifiedSession, _ fresh: FreshToken, in db: any SQLConnection
    ) throws -> IdentifiedSession {
        guard
            try SessionStore.renew(
                session.session.id, from: session.session.tokenHash, to: fresh.hash, at: parts.world.now(),
                in: db),
            let renewed = try SessionStore.open(id: session.session.id, in: db)
        else { throw IdentityRefused.sessionOver }
        return try IdentifiedSession(renewed)
    }
}
