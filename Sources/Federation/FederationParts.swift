public import Audit
public import Base
public import Storage
public import Vault

/// What every verb of this room works with.
public final class FederationParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    /// The house's name as a provider: the public site's address, without a slash at its end.
    let issuer: String
    let clients: ClientList
    let doors: FederationDoors

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, issuer: String,
        clients: ClientList, doors: FederationDoors
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.issuer = issuer
        self.clients = clients
        self.doors = doors
    }

    /// How many sites are registered, for an operator.
    public var clientCount: Int { clients.all.count }

    /// Where each site that wants it is told of the end of a session.
    public var logoutAddresses: [String: String] { clients.logoutAddresses }

    /// A code or token of 256 random bits, and the hash that is stored.
    func newSecret() -> (text: String, hash: [UInt8]) {
        let text = Base64URL.encode(world.random(32))
        return (text, Self.hash(text))
    }

    static func hash(_ text: String) -> [UInt8] { Digest.sha256(Array(text.utf8)) }

    /// Writes down what happened between a person and a client.
    func note(
        _ action: String, actor: AuditActor = .citizen, client: String, citizen: Token,
        fields: [String] = [], decision: String? = nil, requestID: String?, in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                action, actor: actor, purpose: client, caseNumber: nil,
                subject: vault.subject(citizen, in: db).commitment(), fields: fields, decision: decision,
                requestID: requestID),
            in: db)
    }
}
