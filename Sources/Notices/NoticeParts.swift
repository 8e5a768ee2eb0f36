public import Audit
public import Base
public import Catalogue
public import Identity
public import Storage
public import Vault
public import Web

/// What every verb of notices works with.
public final class NoticeParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    let catalogue: Catalogue
    let messages: any MessagePort
    let words: Words
    public let receivers: HookReceivers

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, catalogue: Catalogue,
        messages: any MessagePort, words: Words, receivers: HookReceivers
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.catalogue = catalogue
        self.messages = messages
        self.words = words
        self.receivers = receivers
    }

    /// Writes down, for the person to see, that something about her left the house.
    func note(
        _ action: String, _ notice: CaseNotice, decision: String, in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                action, actor: .system("notices"), purpose: catalogue[notice.service]?.basicCode,
                caseNumber: notice.caseNumber,
                subject: try vault.subject(notice.citizen, in: db).commitment(),
                fields: [notice.kind.rawValue], decision: decision),
            in: db)
    }
}
