public import Audit
public import Base
public import Storage

/// The room's verbs, sharing one gate, as the house wires them.
public final class StationsVerbs: Sendable {
    public let gate: TerminalGate
    public let seed: SeedStations
    public let createCode: CreateEnrolmentCode
    public let enrol: EnrolTerminal
    public let reportHealth: ReportHealth
    public let stop: StopTerminal
    public let readmit: ReadmitTerminal
    public let stopService: StopService
    public let readmitService: ReadmitService
    public let revoke: RevokeTerminal
    public let raiseAlarm: RaiseAlarm
    public let acknowledgeAlarm: AcknowledgeAlarm
    public let queries: StationQueries

    /// `ticketKeysPEM` are the keys whose print tickets a terminal obeys.
    public init(engine: any SQLEngine, audit: AuditLog, world: World, ticketKeysPEM: [String]) {
        gate = TerminalGate(engine: engine, world: world)
        seed = SeedStations(engine: engine)
        createCode = CreateEnrolmentCode(engine: engine, audit: audit, world: world)
        enrol = EnrolTerminal(
            engine: engine, audit: audit, world: world, gate: gate, ticketKeysPEM: ticketKeysPEM)
        stopService = StopService(engine: engine, audit: audit, world: world)
        reportHealth = ReportHealth(
            engine: engine, audit: audit, world: world, gate: gate, stopService: stopService,
            ticketKeysPEM: ticketKeysPEM)
        stop = StopTerminal(engine: engine, audit: audit, world: world, gate: gate)
        readmit = ReadmitTerminal(engine: engine, audit: audit, gate: gate)
        readmitService = ReadmitService(engine: engine, audit: audit)
        revoke = RevokeTerminal(engine: engine, audit: audit, gate: gate)
        raiseAlarm = RaiseAlarm(engine: engine, world: world)
        acknowledgeAlarm = AcknowledgeAlarm(engine: engine, audit: audit, world: world)
        queries = StationQueries(engine: engine, world: world)
    }
}
