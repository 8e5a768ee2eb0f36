import Audit
import Base
public import Storage
import Vault

/// What every verb of this room works with.
public final class FederationParts: Sendable {
    let engine: any SQLEngine
    /// What it works with where nobody's session counts.
    let ties: CutTies
    /// The house's name as a provider: the public site's address, without a slash at its end.
    let issuer: String
    let doors: FederationDoors

    public init(
        engine: any SQLEngine, ties: CutTies, issuer: String, doors: FederationDoors
    ) {
        self.engine = engine
        self.ties = ties
        self.issuer = issuer
        self.doors = doors
    }

    var vault: Vault { ties.vault }
    var world: World { ties.world }
    var clients: ClientList { ties.clients }

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
        try ties.note(
            action, actor: actor, client: client, citizen: citizen, fields: fields, decision: decision,
            requestID: requestID, in: db)
    }
}
