import Base
import Storage
import Support
import Vault

@testable import Identity

extension CaseHouse {
    /// A session of another person, with the proofs of the given one; made without the way through the doors.
    func stranger(_ index: Int, like session: IdentifiedSession) async throws -> IdentifiedSession {
        let digits =
            Array("35020319850101".utf8) + Array(String(index + 100).leftPadded(to: 3).utf8)
        let number = try CitizenNumber(
            String(decoding: digits + [CitizenNumber.checkDigit(of: digits)], as: UTF8.self))
        let citizen = Citizen(id: Token(world), number: number, name: "某人", phone: nil)
        let (vault, now) = (vault, clock.now)
        try await engine.write { db in try CitizenStore.insert(citizen, vault: vault, at: now, in: db) }
        let own = session.session
        return try IdentifiedSession(
            Session(
                id: own.id, terminalID: own.terminalID, language: own.language, service: own.service,
                way: own.way, citizen: citizen.id, factors: own.factors, startedAt: own.startedAt,
                lastSeenAt: own.lastSeenAt, tokenHash: own.tokenHash))
    }

    /// The same visit, proved otherwise.
    func proved(_ factors: Set<Factor>, _ session: IdentifiedSession) throws -> IdentifiedSession {
        let own = session.session
        return try IdentifiedSession(
            Session(
                id: own.id, terminalID: own.terminalID, language: own.language, service: own.service,
                way: own.way, citizen: session.citizen, factors: factors, startedAt: own.startedAt,
                lastSeenAt: own.lastSeenAt, tokenHash: own.tokenHash, isForAnother: true))
    }
}
