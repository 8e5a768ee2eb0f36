public import Audit
public import Base
public import Storage
public import Vault

/// What every verb of identity works with.
public final class IdentityParts: Sendable {
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

    /// Writes down what came of a proof in a session, without a word about the person.
    func note(
        _ action: String, of factor: Factor, decision: String, in session: Session, _ requestID: String,
        in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                action, actor: .citizen, purpose: session.service, caseNumber: nil, subject: nil,
                fields: [factor.rawValue], decision: decision, terminal: session.terminalID,
                requestID: requestID),
            in: db)
    }

    /// Asks the authority; a question it leaves without an answer is written down too.
    func ask(
        _ authority: any IdentityAuthority, about claim: IdentityClaim, for factor: Factor,
        in session: Session, _ requestID: String
    ) async throws -> IdentityVerdict {
        do {
            return try await authority.verdict(on: claim, key: Token(world))
        } catch {
            try await engine.write { db in
                try self.note(
                    "identity.unanswered", of: factor, decision: "authority-silent", in: session, requestID,
                    in: db)
            }
            throw error
        }
    }

    /// A session token: 128 random bits for the agent's memory, and the hash that is stored.
    func newToken() -> (token: String, hash: [UInt8]) {
        let token = Token(world).rawValue
        return (token, Digest.sha256(Array(token.utf8)))
    }
}
