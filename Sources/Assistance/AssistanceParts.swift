public import Audit
public import Base
public import Identity
public import Storage
public import Vault

/// What the verbs of this room work with.
public final class AssistanceParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    /// Visits, which are only watched over from here.
    let visits: CurrentSession
    /// For whom a visit's person acts; nil when she is there for herself.
    let subject: @Sendable (_ visit: Token, any SQLConnection) throws -> Token?

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, visits: CurrentSession,
        subject: @escaping @Sendable (_ visit: Token, any SQLConnection) throws -> Token?
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.visits = visits
        self.subject = subject
    }

    /// Writes down an act of help, without a word about the person's data.
    func note(
        _ action: String, by actor: AuditActor, in help: Assistance, about subject: [UInt8]? = nil,
        service: String? = nil, caseNumber: String? = nil, decision: String? = nil, _ requestID: String?,
        in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                action, actor: actor, purpose: service, caseNumber: caseNumber, subject: subject,
                decision: decision, terminal: help.terminal, requestID: requestID),
            in: db)
    }

    /// The commitment of the person of a visit; nil when nobody was identified, or she was erased since.
    func commitment(ofVisit visit: Token?, in db: any SQLConnection) throws -> [UInt8]? {
        guard let visit, let person = try visits.person(of: visit, in: db) else { return nil }
        do {
            return try vault.subject(person, in: db).commitment()
        } catch VaultError.shredded {
            return nil
        }
    }
}
