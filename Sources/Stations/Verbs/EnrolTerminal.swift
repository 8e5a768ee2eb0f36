public import Audit
public import Base
public import Storage
public import Wire
import Vault

/// Admits a terminal with a one-time code.
///
/// A machine or a key that is admitted already is a swap or a copy: nobody is admitted, the one that holds the place
/// is stopped, and an alarm calls a person.
public struct EnrolTerminal: Sendable {
    static let keyLengthMax = 2_048

    private let engine: any SQLEngine
    private let audit: AuditLog
    private let world: World
    private let gate: TerminalGate
    private let ticketKeysPEM: [String]

    /// `ticketKeysPEM` are the keys whose print tickets a terminal obeys.
    public init(
        engine: any SQLEngine, audit: AuditLog, world: World, gate: TerminalGate, ticketKeysPEM: [String]
    ) {
        self.engine = engine
        self.audit = audit
        self.world = world
        self.gate = gate
        self.ticketKeysPEM = ticketKeysPEM
    }

    private enum Outcome: Sendable {
        case admitted(Station)
        case frozen([String])
    }

    public func callAsFunction(_ request: EnrolmentRequest) async throws -> EnrolmentAnswer {
        let terminal = try terminal(from: request)
        guard let hash = EnrolmentCode.hash(request.code) else { throw TerminalRefused.codeUnknown }
        let outcome = try await engine.write { [audit, world] db -> Outcome in
            guard let place = try EnrolmentCodeStore.use(hash, at: terminal.enrolledAt, in: db),
                let station = try StationStore.find(place, in: db)
            else { throw TerminalRefused.codeUnknown }
            let holders = try TerminalStore.holders(
                serial: terminal.serial, publicKeyPEM: terminal.publicKeyPEM, in: db)
            guard holders.isEmpty else {
                for holder in holders {
                    try Self.freeze(
                        holder, audit: audit, alarm: Token(world), at: terminal.enrolledAt, in: db)
                }
                return .frozen(holders.map(\.id))
            }
            try TerminalStore.insert(terminal.at(place), version: request.version, in: db)
            try audit.append(
                AuditAct(
                    "terminal.enrolled", actor: .terminal(terminal.id), purpose: nil, caseNumber: nil,
                    subject: nil, decision: place, terminal: terminal.id),
                in: db)
            return .admitted(station)
        }
        switch outcome {
        case .frozen(let holders):
            holders.forEach(gate.forget)
            throw TerminalRefused.identityReused
        case .admitted(let station):
            return EnrolmentAnswer(
                terminalID: terminal.id, stationName: station.name.mandarin,
                stationPlace: station.address.mandarin, ticketKeysPEM: ticketKeysPEM)
        }
    }

    private func terminal(from request: EnrolmentRequest) throws(TerminalRefused) -> StationTerminal {
        let isPlain = { (text: String) in
            (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
        }
        guard isPlain(request.serial), isPlain(request.version),
            request.publicKeyPEM.utf8.count <= Self.keyLengthMax
        else { throw .malformed }
        do {
            // Written anew, so that two spellings of one key are one key.
            let key = try PublicKey(pem: request.publicKeyPEM).pem
            return StationTerminal(
                id: Token(world).rawValue, station: "", serial: request.serial, publicKeyPEM: key,
                state: .enrolled, stopReason: nil, enrolledAt: world.now(), lastHealth: nil)
        } catch {
            throw .malformed
        }
    }

    private static func freeze(
        _ holder: StationTerminal, audit: AuditLog, alarm: Token, at now: Instant, in db: any SQLConnection
    ) throws {
        let kind = Alarm.Kind.identityReused
        if holder.state == .enrolled {
            try TerminalStore.setState(holder.id, .stopped, reason: kind.rawValue, in: db)
        }
        try AlarmStore.raise(
            kind, terminal: holder.id, detail: "enrolment", id: alarm, at: now, in: db)
        try audit.append(
            AuditAct(
                "terminal.stopped", actor: .system("enrolment"), purpose: nil, caseNumber: nil, subject: nil,
                decision: kind.rawValue, terminal: holder.id),
            in: db)
    }
}

extension StationTerminal {
    fileprivate func at(_ station: String) -> StationTerminal {
        StationTerminal(
            id: id, station: station, serial: serial, publicKeyPEM: publicKeyPEM, state: state,
            stopReason: stopReason, enrolledAt: enrolledAt, lastHealth: lastHealth)
    }
}
