import Audit
import Base
import Storage

/// Ends a visit on the server; ending what is over already does nothing.
public struct EndSession: Sendable {
    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// Ends every open session of a terminal: it began again, or its person is done.
    public func all(ofTerminal terminal: String, because reason: Session.End, requestID: String) async throws
    {
        let now = parts.world.now()
        let audit = parts.audit
        try await parts.engine.write { db in
            for session in try SessionStore.open(ofTerminal: terminal, in: db)
            where try SessionStore.end(session.id, because: reason, at: now, in: db) {
                try audit.append(
                    AuditAct(
                        "session.ended", actor: .terminal(terminal), purpose: session.service,
                        caseNumber: nil,
                        subject: nil, decision: reason.rawValue, terminal: terminal, requestID: requestID),
                    in: db)
            }
        }
    }
}
