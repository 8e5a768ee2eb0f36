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
        guard let name = PersonName(person.name) else { throw CaseRefused.unknownCase }
        let holder = Holder(name: name, number: person.number)
        do {
            try await keep(parts.documents.make(order(file, holder, record, item)), of: holder, file, item)
        } catch DocumentRefused.otherSubject {
            try await parts.stopForWrongPerson("document-other-subject", file.terminalID)
            throw CaseRefused.wrongPerson
        }
    }

    private func order(
        _ file: CaseFile, _ holder: Holder, _ record: [String: RegisterValue], _ item: ServiceItem
    ) throws -> DocumentOrder {
        let now = parts.world.now()
        let department = parts.catalogue.department(item.department)
        return DocumentOrder(
            documentID: Token(parts.world), code: VerificationCode(parts.world),
            caseNumber: file.number.rawValue,
            serviceCode: item.basicCode, serviceName: item.name[.mandarin],
            issuer: department?.name[.mandarin] ?? item.department.rawValue,
            layout: try parts.layouts.layout(item.id),
            content: PaperContent.make(of: file, record: record, item: item), holder: holder, issuedAt: now,
            validUntil: item.result.validityDays.map { days in
                CalendarDate(daysSince1970: CalendarDate(inChinaAt: now).daysSince1970 + days)
            })
    }

    private func keep(
        _ sealed: SealedDocument, of holder: Holder, _ file: CaseFile, _ item: ServiceItem
    ) async throws {
        let now = parts.world.now()
        let parts = parts
        try await parts.engine.write { db in
            guard let current = try CaseStore.find(file.number, vault: parts.vault, in: db),
                current.state == .submitted
            else { return }
            let key = try parts.vault.subject(file.citizen, in: db)
            _ = try parts.keep(
                sealed, of: holder, subject: key, actor: .department(item.department.rawValue), in: db)
            try CaseStore.advance(file.number, by: .issued, terminal: file.terminalID, at: now, in: db)
        }
    }
}
