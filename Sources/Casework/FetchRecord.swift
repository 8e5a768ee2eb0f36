import Audit
import Base
import Catalogue
import Exchange
public import Identity
import Stations
import Storage
import Vault

/// Asks the departments' registers for what the form is filled with, once a case and day; a second call finds it there.
public struct FetchRecord: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Whether a register that a service asks has not answered of late.
    func isAnySilent(_ item: ServiceItem) -> Bool {
        item.registers.contains { parts.register.isSilent($0.resource) }
    }

    /// Does nothing for who cannot have it whatever the registers say: nothing is read about her then.
    ///
    /// - Throws: `PortError` when a register cannot answer: the case waits with its number.
    public func callAsFunction(
        _ number: CaseNumber, of session: IdentifiedSession, requestID: String
    ) async throws {
        let form = try await OwnedCase(parts).form(number, of: session)
        guard form.file.lacksRecord(at: parts.world.now()), form.file.state == .open, !form.isBarredByHerself
        else { return }
        try await read(form.file, form.item, at: session.session.terminalID, requestID) {
            [parts] current, db in
            try CaseActor.require(current, of: session, parts, in: db)
        }
    }

    /// Fills a case that was submitted before its department answered; does nothing to any other.
    func callAsFunction(submitted number: CaseNumber, requestID: String) async throws {
        let vault = parts.vault
        let found = try await parts.engine.read { db in try CaseStore.find(number, vault: vault, in: db) }
        guard let file = found, file.record == nil, file.state == .submitted else { return }
        try await read(file, try parts.item(of: file), at: file.terminalID, requestID) {
            [parts] current, db in
            _ = try CaseActor.requireStill(current.heading, parts, in: db)
        }
    }

    /// Refuses, before anything is asked and again before it is kept, whoever may not act for the person any more.
    private typealias Admission = @Sendable (_ current: CaseFile, _ db: any SQLConnection) throws -> Void

    private func read(
        _ file: CaseFile, _ item: ServiceItem, at terminal: String, _ requestID: String,
        admitting admit: @escaping Admission
    ) async throws {
        let vault = parts.vault
        let (person, commitment) = try await parts.engine.read { db in
            try admit(file, db)
            return (
                try CitizenStore.find(file.citizen, vault: vault, in: db),
                try vault.subject(file.citizen, in: db).commitment()
            )
        }
        guard let person else { throw CaseRefused.unknownCase }
        let asker = ReadRegister.Asker(terminal: terminal, subject: commitment, requestID: requestID)
        var record: [String: RegisterValue] = [:]
        var strangers: [RegisterUse] = []
        for use in item.registers {
            let question = RegisterQuestion(
                resource: use.resource, subject: person.number, caseNumber: file.number.rawValue,
                purpose: item.basicCode,
                fields: use.fields)
            do {
                if let values = try await ask(question, about: person, asker, file, terminal) {
                    record.merge(values) { first, _ in first }
                    continue
                }
            } catch let error as PortError where error.isSilence && item.canDoWithout(use, isSilent: true) {
                // What it would have spared is asked.
                continue
            }
            if !item.canDoWithout(use, isSilent: false) { strangers.append(use) }
        }
        try await keep(
            strangers.isEmpty ? record : known(record, nothingOf: strangers, file, item, person.number),
            for: file, terminal, admit)
    }

    /// What registers said, with nothing written where some of them know nothing about her.
    ///
    /// So a condition says in its own words what she lacks, or that to be unknown is what it asks for.
    ///
    /// - Throws: ``CaseRefused/nothingOnRecord`` where no condition bars her, and what there would be is wanted besides.
    private func known(
        _ record: [String: RegisterValue], nothingOf registers: [RegisterUse], _ file: CaseFile,
        _ item: ServiceItem, _ person: CitizenNumber
    ) throws -> [String: RegisterValue] {
        // What is handed in was let in by its conditions.
        guard file.state == .open else { throw CaseRefused.nothingOnRecord }
        var record = record
        for use in registers {
            let fields = use.fields.compactMap { parts.catalogue.register(use.resource)?.field($0) }
            for field in fields where !ServiceItem.ownFields.contains(field.id) && record[field.id] == nil {
                record[field.id] = field.kind == .table ? .table([]) : .text("-")
            }
        }
        var file = file
        file.record = record
        let names = parts.form(file, item, person: person).unmet.flatMap(\.rule.names)
        let isBarred = registers.contains { use in names.contains { $0.hasPrefix(use.resource + ".") } }
        guard isBarred || registers.allSatisfy(item.isJudgedAlone) else { throw CaseRefused.nothingOnRecord }
        return record
    }

    /// - Returns: What the register says about this person, nil when it knows nothing.
    private func ask(
        _ question: RegisterQuestion, about person: Citizen, _ asker: ReadRegister.Asker, _ file: CaseFile,
        _ terminal: String
    ) async throws -> [String: RegisterValue]? {
        do {
            guard let values = try await parts.register(question, by: asker) else { return nil }
            // The envelope was about her; what is shown next must be too.
            if RecordSubject.isOnly(person, in: values) { return values }
        } catch PortError.untrustworthy(_, PortError.otherSubject) {}
        try await parts.stopForWrongPerson("register-other-subject", in: file, at: terminal)
        throw CaseRefused.wrongPerson
    }

    private func keep(
        _ record: [String: RegisterValue], for file: CaseFile, _ terminal: String,
        _ admit: @escaping Admission
    ) async throws {
        let now = parts.world.now()
        let vault = parts.vault
        try await parts.engine.write { db in
            // What is lodged is filled for a paper that is printed where its service goes on.
            if file.state == .open { try ServiceGate.require(file.service.rawValue, at: terminal, in: db) }
            // Two screens may have asked at once; the first answer stands.
            guard let current = try CaseStore.find(file.number, vault: vault, in: db),
                current.lacksRecord(at: now)
            else { return }
            try admit(current, db)
            let key = try vault.subject(file.citizen, in: db)
            try CaseStore.keepRecord(
                SealedCase.seal(record, of: file.number, key: key), for: file.number, at: now, in: db)
            try CaseStore.advance(file.number, by: .recordRead, terminal: terminal, at: now, in: db)
        }
    }
}
