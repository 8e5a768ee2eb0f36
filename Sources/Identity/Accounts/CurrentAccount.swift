import Base
import Storage

/// Finds the session that a browser presents, and keeps it alive.
public struct CurrentAccount: Sendable {
    let parts: AccountParts

    /// - Throws: ``AccountRefused/signedOut`` when the token is unknown, over, waits for its second factor, or is for
    ///   setting up alone.
    public func callAsFunction(token: String?) async throws -> AccountSession {
        let session = try await settingUp(token: token)
        guard !session.isForSetUp else { throw AccountRefused.signedOut }
        return session
    }

    /// Whether a token is still a session's, of whichever state; nothing is kept alive by it.
    public func goesOn(token: String) async throws -> Bool {
        guard Token(rawValue: token) != nil else { return false }
        let hash = AccountParts.hash(token)
        let session = try await parts.engine.read { db in
            try AccountSessionStore.open(tokenHash: hash, in: db)
        }
        return session.map { !$0.isOver(at: parts.world.now()) } ?? false
    }

    /// The session as the pages of her ways to sign in take it: also one that only the code of a terminal opened.
    func settingUp(token: String?) async throws -> AccountSession {
        let session = try await any(token: token)
        guard session.state == .open else { throw AccountRefused.signedOut }
        return session
    }

    /// The session that waits for its second factor.
    func first(token: String?) async throws -> AccountSession {
        let session: AccountSession
        do {
            session = try await any(token: token)
        } catch AccountRefused.signedOut {
            throw AccountRefused.startAgain
        }
        guard session.state == .first else { throw AccountRefused.startAgain }
        return session
    }

    /// The session of either state.
    func any(token: String?) async throws -> AccountSession {
        guard let token, Token(rawValue: token) != nil else { throw AccountRefused.signedOut }
        let hash = AccountParts.hash(token)
        let now = parts.world.now()
        guard
            let session = try await parts.engine.read({ db in
                try AccountSessionStore.open(tokenHash: hash, in: db)
            })
        else { throw AccountRefused.signedOut }
        guard !session.isOver(at: now) else {
            try await parts.engine.write { [parts] db in try parts.endOverdue(session, at: now, in: db) }
            throw AccountRefused.signedOut
        }
        if session.state == .open, now.since(session.lastSeenAt) >= CurrentSession.touchEvery {
            do {
                try await parts.engine.write { db in
                    try AccountSessionStore.touch(session.id, at: now, in: db)
                }
            } catch SQLError.full {
                // At worst her session ends sooner.
            }
        }
        return session
    }
}
