public import Audit
public import Base
public import Storage

/// Takes one service of one terminal out of use until an operator lets it in again, and calls that operator.
///
/// Every other service of the terminal, and the same service elsewhere, go on: a foreign system that lies harms
/// only its own service.
public struct StopService: Sendable {
    private let engine: any SQLEngine
    private let audit: AuditLog
    private let world: World

    public init(engine: any SQLEngine, audit: AuditLog, world: World) {
        self.engine = engine
        self.audit = audit
        self.world = world
    }

    /// Stops a service at a terminal; one that is stopped there already stays so, for its first reason.
    ///
    /// - Parameters:
    ///   - service: the service's id.
    ///   - terminal: the terminal's id, or ``StationTerminal/atHome``: then it stops on all phones at once.
    ///   - reason: a closed word such as `register-other-subject`.
    ///   - caseNumber: the case in which it showed, if any.
    ///   - actor: who stops it.
    /// - Throws: ``TerminalRefused/unknownTerminal``, ``TerminalRefused/malformed``.
    public func callAsFunction(
        _ service: String, at terminal: String, reason: String, caseNumber: String? = nil,
        by actor: AuditActor
    ) async throws {
        guard ClosedWord.holds(reason), ClosedWord.namesService(service) else {
            throw TerminalRefused.malformed
        }
        let alarm = Token(world)
        let stop = ServiceStop(
            terminal: terminal, service: service, reason: reason, at: world.now(), by: actor.description)
        try await engine.write { [audit] db in
            let isKnown =
                try terminal == StationTerminal.atHome || TerminalStore.find(terminal, in: db) != nil
            guard isKnown else { throw TerminalRefused.unknownTerminal }
            try AlarmStore.raise(
                .serviceStopped, terminal: terminal, detail: stop.alarmDetail, id: alarm, at: stop.at, in: db)
            guard try ServiceStopStore.insert(stop, in: db) else { return }
            try audit.append(
                AuditAct(
                    "service.stopped", actor: actor, purpose: service, caseNumber: caseNumber, subject: nil,
                    decision: reason, terminal: terminal),
                in: db)
        }
    }
}
