public import Audit
public import Base
public import Storage
public import Wire

/// Takes a terminal's word about itself and answers whether it may serve.
///
/// A terminal that says it stopped itself is stopped here too, once for each stop: after an operator lets it in again it
/// goes on naming that stop until it has heard the answer that does so, too. One that speaks with two voices, or
/// with another reader or camera than before, is stopped as well.
public struct ReportHealth: Sendable {
    static let reasonsMax = 16
    /// What a terminal says that only follows the centre's own word.
    static let obedience = "centre"

    private let engine: any SQLEngine
    private let audit: AuditLog
    private let world: World
    private let gate: TerminalGate
    private let stopService: StopService
    private let ticketKeysPEM: [String]

    public init(
        engine: any SQLEngine, audit: AuditLog, world: World, gate: TerminalGate, stopService: StopService,
        ticketKeysPEM: [String]
    ) {
        self.engine = engine
        self.audit = audit
        self.world = world
        self.gate = gate
        self.stopService = stopService
        self.ticketKeysPEM = ticketKeysPEM
    }

    public func callAsFunction(_ report: HealthReport, from terminal: String) async throws -> HealthAnswer {
        let health = try health(report)
        let alarm = Token(world)
        let audit = audit
        let (serve, stopID) = try await engine.write { db -> (Bool, String?) in
            guard let known = try TerminalStore.find(terminal, in: db) else {
                throw TerminalRefused.unknownTerminal
            }
            let calls = Call(terminal: known, alarm: alarm, at: health.at, audit: audit)
            switch try SameMachine.check(report, of: terminal, at: health.at, in: db) {
            case .same: break
            // A stop that is news here is heard of by the next report; this one opens nothing.
            case .late: return (known.state == .enrolled, known.lastHealth?.reportedStopID)
            case .other(let kind, let detail):
                try calls.raise(kind, detail, in: db)
                try calls.stop(because: kind.rawValue, by: .system("health"), in: db)
                return (false, known.lastHealth?.reportedStopID)
            }
            try TerminalStore.saveHealth(health, of: terminal, in: db)
            let left = Alarm.Kind.paperLeft.rawValue
            if health.printerReasons.contains(left),
                known.lastHealth?.printerReasons.contains(left) != true
            {
                try calls.raise(.paperLeft, "tray", in: db)
            }
            guard known.state == .enrolled else { return (false, report.stopID) }
            guard let word = health.reportedStop, !health.isAtSameStop(as: known.lastHealth),
                word != Self.obedience
            else { return (true, report.stopID) }
            try calls.raise(.selfStopped, word, in: db)
            try calls.stop(because: word, by: .terminal(terminal), in: db)
            return (false, report.stopID)
        }
        if !serve { gate.forget(terminal) }
        // The database takes what is written again.
        await stopService.settle()
        return HealthAnswer(
            serve: serve, stopID: stopID, ticketKeysPEM: ticketKeysPEM, nowMs: world.now().milliseconds)
    }

    /// What a report may set off, within its transaction.
    private struct Call {
        let terminal: StationTerminal
        let alarm: Token
        let at: Instant
        let audit: AuditLog

        func raise(_ kind: Alarm.Kind, _ detail: String, in db: any SQLConnection) throws(SQLError) {
            try AlarmStore.raise(kind, terminal: terminal.id, detail: detail, id: alarm, at: at, in: db)
        }

        func stop(because word: String, by actor: AuditActor, in db: any SQLConnection) throws {
            guard terminal.state == .enrolled else { return }
            try TerminalStore.setState(terminal.id, .stopped, reason: word, in: db)
            try audit.append(
                AuditAct(
                    "terminal.stopped", actor: actor, purpose: nil, caseNumber: nil, subject: nil,
                    decision: word, terminal: terminal.id),
                in: db)
        }
    }

    private func health(_ report: HealthReport) throws(TerminalRefused) -> TerminalHealth {
        let words = report.printerReasons + (report.stopped.map { [$0] } ?? [])
        guard report.printerReasons.count <= Self.reasonsMax, words.allSatisfy(ClosedWord.holds),
            (1...64).contains(report.version.utf8.count), report.version.isPlainText, isSound(report.run),
            report.stopID.map({ Token(rawValue: $0) != nil }) ?? true, isSound(report.serials ?? [:])
        else { throw .malformed }
        return TerminalHealth(
            at: world.now(), version: report.version, cardReader: report.cardReader, camera: report.camera,
            printer: report.printer, printerReasons: report.printerReasons, reportedStop: report.stopped,
            reportedStopID: report.stopID)
    }

    private func isSound(_ run: HealthReport.Run?) -> Bool {
        guard let run else { return true }
        return Token(rawValue: run.boot) != nil && run.count > 0
    }

    private func isSound(_ serials: [String: String]) -> Bool {
        serials.count <= TerminalDeviceStore.devicesMax
            && serials.allSatisfy { device, serial in
                ClosedWord.holds(device) && (1...64).contains(serial.utf8.count)
                    && serial.utf8.allSatisfy { (33...126).contains($0) }
            }
    }
}
