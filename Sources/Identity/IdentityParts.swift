public import Audit
public import Base
public import Storage
public import Vault

/// What every verb of identity works with.
public struct IdentityParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World

    public init(engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
    }

    /// A session token: 128 random bits for the agent's memory, and the hash that is stored.
    func newToken() -> (token: String, hash: [UInt8]) {
        let token = Token(world).rawValue
        return (token, Digest.sha256(Array(token.utf8)))
    }
}
