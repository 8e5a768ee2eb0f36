public import Audit
public import Storage

/// Lets a stopped terminal serve again; one that serves already stays as it is.
public struct ReadmitTerminal: Sendable {
    private let engine: any SQLEngine
    private let audit: AuditLog
    private let gate: TerminalGate

    public init(engine: any SQLEngine, audit: AuditLog, gate: TerminalGate) {
        self.engine = engine
        self.audit = audit
        self.gate = gate
    }

    public func callAsFunction(_ terminal: String, by actor: AuditActor) async throws {
        try await engine.write { [audit] db in
            guard let known = try TerminalStore.find(terminal, in: db) else {
                throw TerminalRefused.unknownTerminal
            }
            guard known.state != .revoked else { throw TerminalRefused.revoked }
            guard known.state == .stopped else { return }
            try TerminalStore.setState(terminal, .enrolled, reason: nil, in: db)
            // The operator has looked: what is there now is what belongs there.
            try TerminalRunStore.forget(terminal, in: db)
            try TerminalDeviceStore.forget(terminal, in: db)
            try audit.append(
                AuditAct(
                    "terminal.readmitted", actor: actor, purpose: nil, caseNumber: nil, subject: nil,
                    decision: known.stopReason, terminal: terminal),
                in: db)
        }
        gate.forget(terminal)
    }
}
