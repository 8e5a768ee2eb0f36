public import Audit
public import Storage

/// Takes a terminal out of service for good: its key opens nothing any more, its machine may be admitted anew.
public struct RevokeTerminal: Sendable {
    private let engine: any SQLEngine
    private let audit: AuditLog
    private let gate: TerminalGate

    public init(engine: any SQLEngine, audit: AuditLog, gate: TerminalGate) {
        self.engine = engine
        self.audit = audit
        self.gate = gate
    }

    /// Revokes a terminal; one that is revoked already stays so.
    ///
    /// - Parameters:
    ///   - terminal: the terminal's id.
    ///   - reason: a closed word such as `stolen`.
    ///   - actor: who revokes it.
    /// - Throws: ``TerminalRefused/unknownTerminal``, ``TerminalRefused/malformed``.
    public func callAsFunction(_ terminal: String, reason: String, by actor: AuditActor) async throws {
        guard ClosedWord.holds(reason) else { throw TerminalRefused.malformed }
        try await engine.write { [audit] db in
            guard let known = try TerminalStore.find(terminal, in: db) else {
                throw TerminalRefused.unknownTerminal
            }
            guard known.state != .revoked else { return }
            try TerminalStore.setState(terminal, .revoked, reason: reason, in: db)
            try audit.append(
                AuditAct(
                    "terminal.revoked", actor: actor, purpose: nil, caseNumber: nil, subject: nil,
                    decision: reason, terminal: terminal),
                in: db)
        }
        gate.forget(terminal)
    }
}
