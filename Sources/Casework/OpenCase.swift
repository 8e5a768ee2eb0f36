public import Catalogue
public import Identity
import Audit
import Base
import Stations
import Storage
import Vault

/// Opens a case for an identified person, or takes up the one she left unfinished.
public struct OpenCase: Sendable {
    /// Rounds of the engine's own attempts before a person is asked to press again.
    static let roundsMax = 8

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    public func callAsFunction(
        _ id: ServiceID, for session: IdentifiedSession, requestID: String
    ) async throws -> CaseNumber {
        let item = try parts.item(id)
        guard item.selfService else { throw CaseRefused.unknownService }
        guard item.accepts(session.session.factors) else { throw CaseRefused.moreProofNeeded }
        let now = parts.world.now()
        let parts = parts
        return try await patiently { db in
            try ServiceGate.require(id.rawValue, at: session.session.terminalID, in: db)
            if let left = try CaseStore.latest(of: session.citizen, service: id, vault: parts.vault, in: db),
                left.isUnfinished(at: now)
            {
                return left.number
            }
            return try open(item, session, parts, requestID, in: db)
        }
    }

    /// Everybody's numbers of a day come from one row: who loses against the others too often tries again.
    private func patiently(
        _ work: @Sendable @escaping (any SQLConnection) throws -> CaseNumber
    ) async throws -> CaseNumber {
        for round in 1..<Self.roundsMax {
            do {
                return try await parts.engine.write(work)
            } catch SQLError.busy {
                let jitter = parts.world.random(1).reduce(0) { $0 + Int($1) } % 20
                try await parts.world.sleep(.milliseconds(10 * round + jitter))
            }
        }
        return try await parts.engine.write(work)
    }

    private func open(
        _ item: ServiceItem, _ session: IdentifiedSession, _ parts: CaseParts, _ requestID: String,
        in db: any SQLConnection
    ) throws -> CaseNumber {
        let now = parts.world.now()
        let prefix = CaseNumber.prefix(
            implementationCode: item.implementationCode, day: CalendarDate(inChinaAt: now))
        let number = try CaseStore.allot(prefix, in: db)
        let terminal = session.session.terminalID
        try CaseStore.insert(
            CaseFile(
                number: number, service: item.id, serviceVersion: item.version, citizen: session.citizen,
                terminalID: terminal, language: session.session.language, state: .open, answers: [:],
                record: nil,
                openedAt: now, submittedAt: nil, issuedAt: nil),
            in: db)
        try CaseStore.append(.opened, to: number, terminal: terminal, detail: nil, at: now, in: db)
        try parts.audit.append(
            AuditAct(
                "case.opened", actor: .citizen, purpose: item.basicCode, caseNumber: number.rawValue,
                subject: try parts.vault.subject(session.citizen, in: db).commitment(), terminal: terminal,
                requestID: requestID),
            in: db)
        return number
    }
}

extension ServiceItem {
    /// Whether the proofs shown are enough for this service.
    func accepts(_ factors: Set<Factor>) -> Bool {
        let shown = Set(factors.map(\.rawValue))
        return factorSets.contains { Set($0.map(\.rawValue)).isSubset(of: shown) }
    }
}
