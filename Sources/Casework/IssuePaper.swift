import Audit
import Base
import Catalogue
import Documents
import Exchange
import Identity
import Storage
import Vault

/// Makes the sealed paper of a submitted case, once; asked again it does nothing.
public struct IssuePaper: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    public func callAsFunction(_ number: CaseNumber) async throws {
        let vault = parts.vault
        let found = try await parts.engine.read { db -> (CaseFile, Citizen)? in
            guard let file = try CaseStore.find(number, vault: vault, in: db), file.state == .submitted,
                let person = try CitizenStore.find(file.citizen, vault: vault, in: db)
            else { return nil }
            return (file, person)
        }
        guard let (file, person) = found else { return }
        guard let record = file.record else { throw CaseRefused.recordMissing }
        let item = try parts.item(file.service)
        let sealed: SealedDocument
        do {
            sealed = try await parts.documents.make(order(file, person, record, item))
        } catch DocumentRefused.otherSubject {
            try await parts.stop(
                terminal: file.terminalID, because: "document-other-subject", caseNumber: number.rawValue)
            throw CaseRefused.wrongPerson
        }
        try await keep(sealed, file, item)
    }

    private func keep(_ sealed: SealedDocument, _ file: CaseFile, _ item: ServiceItem) async throws {
        let now = parts.world.now()
        let parts = parts
        try await parts.engine.write { db in
            guard let current = try CaseStore.find(file.number, vault: parts.vault, in: db),
                current.state == .submitted
            else { return }
            let key = try parts.vault.subject(file.citizen, in: db)
            try DocumentStore.insert(sealed, subject: key, in: db)
            try CaseStore.advance(file.number, by: .issued, terminal: file.terminalID, at: now, in: db)
            try parts.audit.append(
                AuditAct(
                    "document.issued", actor: .department(item.department), purpose: item.basicCode,
                    caseNumber: file.number.rawValue, subject: key.commitment(), terminal: file.terminalID,
                    payloadHash: sealed.hash),
                in: db)
        }
    }
}

/// The job that makes a paper when the direct way was cut off.
public struct IssuePaperJob: JobHandler {
    public static let kind = "case.issue-paper"

    public let kind = Self.kind
    let issue: IssuePaper

    public init(_ parts: CaseParts) {
        issue = IssuePaper(parts)
    }

    public func run(_ job: Job) async throws {
        guard let number = CaseNumber(rawValue: String(decoding: job.payload, as: UTF8.self)) else {
            throw CaseRefused.unknownCase
        }
        try await issue(number)
    }
}
