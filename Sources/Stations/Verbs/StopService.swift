public import Audit
public import Base
public import Storage
import Synchronization

/// Takes one service of one terminal out of use until an operator lets it in again, and calls that operator.
///
/// Every other service of the terminal, and the same service elsewhere, go on: a foreign system that lies harms
/// only its own service. A stop that the database does not take is owed, and tried again with the next terminal's report.
public struct StopService: Sendable {
    private struct Act: Sendable {
        let stop: ServiceStop
        let caseNumber: String?
        let actor: AuditActor

        func isSame(as other: Act) -> Bool {
            stop.terminal == other.stop.terminal && stop.alarmDetail == other.stop.alarmDetail
        }
    }

    private let engine: any SQLEngine
    private let audit: AuditLog
    private let world: World
    private let owed = Owed()

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
        let stop = ServiceStop(
            terminal: terminal, service: service, reason: reason, at: world.now(), by: actor.description)
        try await keep(Act(stop: stop, caseNumber: caseNumber, actor: actor))
    }

    /// Tries what is owed once more.
    func settle() async {
        for act in owed.take() { try? await keep(act) }
    }

    private func keep(_ act: Act) async throws {
        let stop = act.stop
        // Another at each try: the former may be on the disk although nobody was told.
        let alarm = Token(world)
        do {
            try await engine.write { [audit] db in
                let isKnown =
                    try stop.terminal == StationTerminal.atHome
                    || TerminalStore.find(stop.terminal, in: db) != nil
                guard isKnown else { throw TerminalRefused.unknownTerminal }
                try AlarmStore.raise(
                    .serviceStopped, terminal: stop.terminal, detail: stop.alarmDetail, id: alarm,
                    at: stop.at, in: db)
                guard try ServiceStopStore.insert(stop, in: db) else { return }
                try audit.append(
                    AuditAct(
                        "service.stopped", actor: act.actor, purpose: stop.service,
                        caseNumber: act.caseNumber, subject: nil, decision: stop.reason,
                        terminal: stop.terminal),
                    in: db)
            }
            // Found again meanwhile: what was owed for it would undo an operator's word.
            owed.drop(act)
        } catch let refusal as TerminalRefused {
            throw refusal
        } catch {
            owed.add(act)
            throw error
        }
    }

    /// What was found wrong while the database was; in this process's memory alone, since nothing else is at hand.
    private final class Owed: Sendable {
        private let acts = Mutex<[Act]>([])

        /// A flood is one stop: what an alarm would say already is not added.
        func add(_ act: Act) {
            acts.withLock { acts in
                if !acts.contains(where: { $0.isSame(as: act) }) { acts.append(act) }
            }
        }

        func drop(_ act: Act) {
            acts.withLock { $0.removeAll { $0.isSame(as: act) } }
        }

        func take() -> [Act] {
            acts.withLock { acts in
                defer { acts = [] }
                return acts
            }
        }
    }
}
