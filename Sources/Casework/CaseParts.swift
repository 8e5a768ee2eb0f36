public import Audit
public import Base
public import Catalogue
public import Documents
public import Exchange
public import Stations
public import Storage
public import Vault

/// What every verb of casework works with.
public struct CaseParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    let catalogue: Catalogue
    let register: ReadRegister
    let documents: DocumentFactory
    let keep: KeepDocument
    let layouts: PaperLayouts
    let stop: StopTerminal

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, catalogue: Catalogue,
        layouts: PaperLayouts, register: ReadRegister, documents: DocumentFactory, stop: StopTerminal
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.catalogue = catalogue
        self.register = register
        self.documents = documents
        self.layouts = layouts
        keep = KeepDocument(audit: audit)
        self.stop = stop
    }

    /// Something spoke of another person: the terminal stops at once and an alarm is raised.
    func stopForWrongPerson(_ reason: String, _ terminal: String) async throws {
        try await stop(terminal, reason: reason, by: .system("casework"))
    }

    func item(_ id: ServiceID) throws(CaseRefused) -> ServiceItem {
        guard let item = catalogue[id] else { throw .unknownService }
        return item
    }
}
