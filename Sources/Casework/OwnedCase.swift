import Catalogue
public import Identity
import Base
import Stations
import Storage
import Vault

/// Finds a case for the person it belongs to, and for nobody else.
public struct OwnedCase: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: ``CaseRefused/unknownCase`` when there is none, or it is another person's.
    public func callAsFunction(_ number: CaseNumber, of session: IdentifiedSession) async throws -> CaseFile {
        let parts = parts
        return try await parts.engine.read { db in try Self.find(number, of: session, parts, in: db) }
    }

    /// The case, where its service may go on at this terminal.
    ///
    /// - Throws: `TerminalRefused.serviceStopped`, ``CaseRefused/consentWithdrawn`` besides.
    func served(_ number: CaseNumber, of session: IdentifiedSession) async throws -> CaseFile {
        let parts = parts
        return try await parts.engine.read { db in
            let file = try Self.find(number, of: session, parts, in: db)
            try file.requireServed(at: session, in: db)
            // A card alone, or nothing, proves nobody: the other factor went with the consent to it.
            guard !session.session.factors.isSubset(of: [.card]) else { throw CaseRefused.consentWithdrawn }
            return file
        }
    }

    private static func find(
        _ number: CaseNumber, of session: IdentifiedSession, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> CaseFile {
        guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
            throw CaseRefused.unknownCase
        }
        try CaseActor.compare(file, of: session, parts, in: db)
        return file
    }

    /// The case with its service, and its form as it stands.
    ///
    /// - Throws: ``CaseRefused/moreProofNeeded`` besides: a case is not worked on with less proof than it was opened with;
    ///   `TerminalRefused.serviceStopped`.
    public func form(_ number: CaseNumber, of session: IdentifiedSession) async throws -> CaseForm {
        let file = try await served(number, of: session)
        let item = try parts.item(of: file)
        guard session.terminal == nil || item.accepts(session.session.factors) else {
            throw CaseRefused.moreProofNeeded
        }
        let parts = parts
        guard item.looksAtPerson || parts.mayBook(file, item) else {
            return parts.form(file, item, person: nil)
        }
        return try await parts.engine.read { db in
            parts.form(
                file, item,
                person: item.looksAtPerson
                    ? try CitizenStore.find(file.citizen, vault: parts.vault, in: db)?.number : nil,
                booking: try parts.booking(file, item, in: db))
        }
    }

    /// What a case that was found has to do with appointments; nil for most.
    func booking(_ file: CaseFile) async throws -> CaseBooking? {
        let parts = parts
        let item = try parts.item(of: file)
        guard parts.mayBook(file, item) else { return nil }
        return try await parts.engine.read { db in try parts.booking(file, item, in: db) }
    }

    /// The telephone of whoever is there, where a form may hold it; nil for most.
    func phone(in form: CaseForm, of session: IdentifiedSession) async throws -> Phone? {
        guard form.item.questions.contains(where: { $0.kind == .phone }) else { return nil }
        let vault = parts.vault
        return try await parts.engine.read { db in
            try CitizenStore.phone(of: vault.subject(session.citizen, in: db), in: db)
        }
    }
}

extension CaseForm {
    /// Whether what a visit has shown is enough to hand it in.
    func mayBeHandedIn(by session: IdentifiedSession) -> Bool {
        item.accepts(session.session.factors) && file.mayGoToOffice(at: session)
    }
}

extension CaseFile {
    /// Whether it may be handed in, again too, or withdrawn here: what is done for another is, where the right was shown.
    func mayGoToOffice(at session: IdentifiedSession) -> Bool { actor == nil || session.terminal != nil }

    /// Asked once more in the transaction of every step, so that a stop of its service holds from the next one on.
    ///
    /// - Throws: `TerminalRefused.serviceStopped`.
    func requireServed(at session: IdentifiedSession, in db: any SQLConnection) throws {
        try ServiceGate.require(service.rawValue, at: session.session.terminalID, in: db)
    }
}
