public import Audit
public import Base
public import Storage
public import Wire

/// Takes a terminal's word about itself and answers whether it may serve.
///
/// A terminal that says it stopped itself is stopped here too, once for each time it begins to say so: after an
/// operator lets it in again it may go on saying so until it has heard the answer.
public struct ReportHealth: Sendable {
    static let reasonsMax = 16
    /// What a terminal says that only follows the centre's own word.
    static let obedience = "centre"

    private let engine: any SQLEngine
    private let audit: AuditLog
    private let world: World
    private let gate: TerminalGate
    private let ticketKeysPEM: [String]

    public init(
        engine: any SQLEngine, audit: AuditLog, world: World, gate: TerminalGate, ticketKeysPEM: [String]
    ) {
        self.engine = engine
        self.audit = audit
        self.world = world
        self.gate = gate
        self.ticketKeysPEM = ticketKeysPEM
    }

    public func callAsFunction(_ report: HealthReport, from terminal: String) async throws -> HealthAnswer {
        let health = try health(report)
        let alarm = Token(world)
        let serve = try await engine.write { [audit] db -> Bool in
            guard let known = try TerminalStore.find(terminal, in: db) else {
                throw TerminalRefused.unknownTerminal
            }
            try TerminalStore.saveHealth(health, of: terminal, in: db)
            guard known.state == .enrolled else { return false }
            guard let word = health.reportedStop, word != known.lastHealth?.reportedStop,
                word != Self.obedience
            else { return true }
            try TerminalStore.setState(terminal, .stopped, reason: word, in: db)
            try AlarmStore.raise(
                .selfStopped, terminal: terminal, detail: word, id: alarm, at: health.at, in: db)
            try audit.append(
                AuditAct(
                    "terminal.stopped", actor: .terminal(terminal), purpose: nil, caseNumber: nil,
                    subject: nil, decision: word, terminal: terminal),
                in: db)
            return false
        }
        if !serve { gate.forget(terminal) }
        return HealthAnswer(
            serve: serve, ticketKeysPEM: ticketKeysPEM, nowMs: world.now().milliseconds)
    }

    private func health(_ report: HealthReport) throws(TerminalRefused) -> TerminalHealth {
        let words = report.printerReasons + (report.stopped.map { [$0] } ?? [])
        guard report.printerReasons.count <= Self.reasonsMax, words.allSatisfy(ClosedWord.holds),
            (1...64).contains(report.version.utf8.count), report.version.isPlainText
        else { throw .malformed }
        return TerminalHealth(
            at: world.now(), version: report.version, cardReader: report.cardReader, camera: report.camera,
            printer: report.printer, printerReasons: report.printerReasons, reportedStop: report.stopped)
    }
}
