public import Base
public import Storage
import Vault

/// Finds the session a terminal presents, and keeps it alive.
public struct CurrentSession: Sendable {
    /// A session's last sight is written at most this often.
    static let touchEvery = Duration.seconds(10)

    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// - Throws: ``IdentityRefused/sessionOver`` when the token is unknown, over, or another terminal's.
    public func callAsFunction(token: String?, terminal: String?) async throws -> Session {
        guard let token, let terminal, Token(rawValue: token) != nil else {
            throw IdentityRefused.sessionOver
        }
        let hash = Digest.sha256(Array(token.utf8))
        let found = try await parts.engine.read { db in try SessionStore.open(tokenHash: hash, in: db) }
        guard let session = found, session.terminalID == terminal else { throw IdentityRefused.sessionOver }
        let now = parts.world.now()
        guard !session.isOver(at: now) else {
            let end = EndSession(parts)
            try await parts.engine.write { db in
                try end.one(session, because: .idle, requestID: nil, at: now, in: db)
            }
            throw IdentityRefused.sessionOver
        }
        if now.since(session.lastSeenAt) >= Self.touchEvery {
            try await touch(session, at: now)
        }
        return session
    }

    /// A full disk takes no notes, but lets her read on: at worst her session ends sooner.
    private func touch(_ session: Session, at now: Instant) async throws {
        do {
            try await parts.engine.write { db in try SessionStore.touch(session.id, at: now, in: db) }
        } catch SQLError.full {}
    }

    /// The visit that a token opens, for who only watches over it: nil when there is none, and nothing is kept alive.
    public func visit(of token: String, terminal: String, in db: any SQLConnection) throws -> Session? {
        guard Token(rawValue: token) != nil else { return nil }
        let found = try SessionStore.open(tokenHash: Digest.sha256(Array(token.utf8)), in: db)
        return found.flatMap { $0.terminalID == terminal && !$0.isOver(at: parts.world.now()) ? $0 : nil }
    }

    /// A visit by its id, for as long as it goes on.
    public func visit(_ id: Token, in db: any SQLConnection) throws -> Session? {
        try SessionStore.open(id: id, in: db).flatMap { $0.isOver(at: parts.world.now()) ? nil : $0 }
    }

    /// Who was identified in a visit, also when it is over; nil when nobody was.
    public func person(of visit: Token, in db: any SQLConnection) throws -> Token? {
        try SessionStore.citizen(of: visit, in: db)
    }

    /// - Throws: ``IdentityRefused/notIdentified`` besides.
    public func identified(token: String?, terminal: String?) async throws -> IdentifiedSession {
        try IdentifiedSession(await self(token: token, terminal: terminal))
    }

    /// The identified session within the transaction of the act it is presented for.
    ///
    /// - Throws: As ``identified(token:terminal:)``; a session found over is ended by who presents it next.
    public func identified(
        token: String?, terminal: String?, in db: any SQLConnection
    ) throws -> IdentifiedSession {
        guard let token, let terminal, Token(rawValue: token) != nil else {
            throw IdentityRefused.sessionOver
        }
        let now = parts.world.now()
        let found = try SessionStore.open(tokenHash: Digest.sha256(Array(token.utf8)), in: db)
        guard let session = found, session.terminalID == terminal, !session.isOver(at: now) else {
            throw IdentityRefused.sessionOver
        }
        if now.since(session.lastSeenAt) >= Self.touchEvery {
            try SessionStore.touch(session.id, at: now, in: db)
        }
        return try IdentifiedSession(session)
    }
}

extension IdentifiedSession {
    /// Asked in the transaction of what stays when the session is over: since the request found it, its visit may have ended,
    /// or the sign-in of her phone.
    ///
    /// - Throws: ``IdentityRefused/sessionOver``; on her phone ``AccountRefused/signedOut``.
    public func requireStill(in db: any SQLConnection) throws {
        try Session.requireStill(session.id, isAway: session.isAway, in: db)
    }
}

extension Session {
    /// As ``IdentifiedSession/requireStill(in:)``, of a session by its id.
    public static func requireStill(_ id: Token, isAway: Bool, in db: any SQLConnection) throws {
        if isAway {
            guard try AccountSessionStore.find(id, in: db) != nil else { throw AccountRefused.signedOut }
        } else {
            guard try IdentityRetentionStore.isOpen(id, in: db) else { throw IdentityRefused.sessionOver }
        }
    }
}
