public import Audit
public import Base
public import Storage

/// Takes a terminal out of service until an operator lets it in again, and calls that operator.
public struct StopTerminal: Sendable {
    private let engine: any SQLEngine
    private let audit: AuditLog
    private let world: World
    private let gate: TerminalGate

    public init(engine: any SQLEngine, audit: AuditLog, world: World, gate: TerminalGate) {
        self.engine = engine
        self.audit = audit
        self.world = world
        self.gate = gate
    }

    /// Stops a terminal; one that is stopped already stays so, for its first reason.
    ///
    /// - Parameters:
    ///   - terminal: the terminal's id.
    ///   - reason: a closed word such as `print-mismatch`.
    ///   - kind: the alarm to raise.
    ///   - actor: who stops it.
    /// - Throws: ``TerminalRefused/unknownTerminal``, ``TerminalRefused/revoked``, ``TerminalRefused/malformed``.
    public func callAsFunction(
        _ terminal: String, reason: String, kind: Alarm.Kind = .stopped, by actor: AuditActor
    ) async throws {
        guard ClosedWord.holds(reason) else { throw TerminalRefused.malformed }
        let alarm = Token(world)
        let now = world.now()
        try await engine.write { [audit] db in
            guard let known = try TerminalStore.find(terminal, in: db) else {
                throw TerminalRefused.unknownTerminal
            }
            guard known.state != .revoked else { throw TerminalRefused.revoked }
            try AlarmStore.raise(kind, terminal: terminal, detail: reason, id: alarm, at: now, in: db)
            guard known.state == .enrolled else { return }
            try TerminalStore.setState(terminal, .stopped, reason: reason, in: db)
            try audit.append(
                AuditAct(
                    "terminal.stopped", actor: actor, purpose: nil, caseNumber: nil, subject: nil,
                    decision: reason, terminal: terminal),
                in: db)
        }
        gate.forget(terminal)
    }
}
