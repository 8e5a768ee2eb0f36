import Audit
import Base
import Storage
import Vault

/// Ends a visit on the server; ending what is over already does nothing.
public struct EndSession: Sendable {
    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// Ends every open session of a terminal: it began again.
    public func all(ofTerminal terminal: String, because reason: Session.End, requestID: String) async throws
    {
        let now = parts.world.now()
        try await parts.engine.write { db in
            for session in try SessionStore.open(ofTerminal: terminal, in: db) {
                try one(session, because: reason, requestID: requestID, at: now, in: db)
            }
        }
    }

    /// Ends the visit that a token opens; the word that it is over may come when the next person's has begun.
    public func visit(of token: String, at terminal: String, requestID: String) async throws {
        let now = parts.world.now()
        let hash = Digest.sha256(Array(token.utf8))
        try await parts.engine.write { db in
            guard let session = try SessionStore.open(tokenHash: hash, in: db),
                session.terminalID == terminal
            else { return }
            try one(session, because: .finished, requestID: requestID, at: now, in: db)
        }
    }

    /// Ends what nobody presents any more, so that no claim outlives its visit.
    ///
    /// - Returns: How many were ended, at most `limit`.
    public func overdue(limit: Int) async throws -> Int {
        let now = parts.world.now()
        return try await parts.engine.write { db in
            let sessions = try SessionStore.overdue(at: now, limit: limit, in: db)
            for session in sessions { try one(session, because: .idle, requestID: nil, at: now, in: db) }
            return sessions.count
        }
    }

    /// Ends one session and writes it down, unless it was over already.
    func one(
        _ session: Session, because reason: Session.End, requestID: String?, at now: Instant,
        in db: any SQLConnection
    ) throws {
        guard try SessionStore.end(session.id, because: reason, at: now, in: db) else { return }
        try NetworkLoginStore.close(ofSession: session.id, at: now, in: db)
        try parts.audit.append(
            AuditAct(
                "session.ended", actor: .terminal(session.terminalID), purpose: session.service,
                caseNumber: nil, subject: nil, decision: reason.rawValue, terminal: session.terminalID,
                requestID: requestID),
            in: db)
    }
}
