public import Audit
public import Base
public import Passkeys
public import Storage
public import Vault

/// What every verb of the desk works with.
public final class StaffParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    let passkeys: Passkeys

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, passkeys: Passkeys
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.passkeys = passkeys
    }

    func account(_ id: String, in db: any SQLConnection) throws -> StaffAccount {
        guard let account = try StaffAccountStore.find(id, vault: vault, in: db) else {
            throw StaffRefused.unknownAccount
        }
        return account
    }

    /// Writes down an act about the desk itself, which is about no citizen.
    func note(
        _ action: String, by actor: AuditActor, decision: String?, payloadHash: [UInt8]? = nil,
        _ requestID: String? = nil, in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                action, actor: actor, purpose: nil, caseNumber: nil, subject: nil, decision: decision,
                requestID: requestID, payloadHash: payloadHash),
            in: db)
    }
}
