public import Base
import Audit
import Storage
import Vault

/// Opens a visit at a terminal, without a person yet; whatever session the terminal still had ends first.
public struct BeginSession: Sendable {
    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// - Returns: The token for the agent's memory; only its hash is stored.
    public func callAsFunction(
        terminal: String, language: Language, service: String, requestID: String, forAnother: Bool = false
    ) async throws -> String {
        let now = parts.world.now()
        let (token, hash) = parts.newToken()
        let session = Session(
            id: Token(parts.world), terminalID: terminal, language: language, service: service, way: nil,
            citizen: nil, factors: [], startedAt: now, lastSeenAt: now, tokenHash: hash,
            isForAnother: forAnother)
        let audit = parts.audit
        let end = EndSession(parts)
        try await parts.engine.write { db in
            for former in try SessionStore.open(ofTerminal: terminal, in: db) {
                try end.one(former, because: .terminal, requestID: requestID, at: now, in: db)
            }
            try SessionStore.insert(session, in: db)
            try audit.append(
                AuditAct(
                    "session.begun", actor: .terminal(terminal), purpose: service, caseNumber: nil,
                    subject: nil,
                    terminal: terminal, requestID: requestID),
                in: db)
        }
        return token
    }
}
