import Audit
import Base
import Catalogue
import Exchange
public import Identity
import Storage
import Vault

/// Asks the departments' registers for what the form is filled with, once a case; a second call finds it there.
public struct FetchRecord: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: `PortError` when a register cannot answer: the case waits with its number.
    public func callAsFunction(
        _ number: CaseNumber, of session: IdentifiedSession, requestID: String
    ) async throws {
        let (file, item) = try await OwnedCase(parts).withItem(number, of: session)
        guard file.record == nil, file.state == .open else { return }
        let vault = parts.vault
        let (person, commitment) = try await parts.engine.read { db in
            (
                try CitizenStore.find(file.citizen, vault: vault, in: db),
                try vault.subject(file.citizen, in: db).commitment()
            )
        }
        guard let person else { throw CaseRefused.unknownCase }
        let asker = ReadRegister.Asker(
            terminal: session.session.terminalID, subject: commitment, requestID: requestID)
        var record: [String: RegisterValue] = [:]
        for use in item.registers {
            let question = RegisterQuestion(
                resource: use.resource, subject: person.number, caseNumber: number.rawValue,
                purpose: item.basicCode,
                fields: use.fields)
            guard let values = try await ask(question, asker, session) else {
                throw CaseRefused.nothingOnRecord
            }
            record.merge(values) { first, _ in first }
        }
        try await keep(record, for: file, session: session)
    }

    private func ask(
        _ question: RegisterQuestion, _ asker: ReadRegister.Asker, _ session: IdentifiedSession
    ) async throws -> [String: RegisterValue]? {
        do {
            return try await parts.register(question, by: asker)
        } catch PortError.untrustworthy(_, PortError.otherSubject) {
            try await parts.stopForWrongPerson(
                "register-other-subject", session.session.terminalID)
            throw CaseRefused.wrongPerson
        }
    }

    private func keep(
        _ record: [String: RegisterValue], for file: CaseFile, session: IdentifiedSession
    ) async throws {
        let now = parts.world.now()
        let vault = parts.vault
        try await parts.engine.write { db in
            // Two screens may have asked at once; the first answer stands.
            guard try CaseStore.find(file.number, vault: vault, in: db)?.record == nil else { return }
            let key = try vault.subject(file.citizen, in: db)
            try CaseStore.keepRecord(
                SealedCase.seal(record, of: file.number, key: key), for: file.number, at: now, in: db)
            try CaseStore.advance(
                file.number, by: .recordRead, terminal: session.session.terminalID, at: now, in: db)
        }
    }
}
