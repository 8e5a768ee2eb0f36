public import Audit
public import Base
public import Storage
public import Vault

/// Cuts what ties a person to other sites: what they were given, her consents to them, and the city portal's account.
///
/// It asks nothing of the accounts and is made before them: they cut in the transaction in which every way to sign in goes.
public struct CutTies: Sendable {
    let vault: Vault
    let audit: AuditLog
    let world: World
    let clients: ClientList

    public init(vault: Vault, audit: AuditLog, world: World, clients: ClientList) {
        self.vault = vault
        self.audit = audit
        self.world = world
        self.clients = clients
    }

    /// Cuts all of them, and writes down for her what was cut.
    ///
    /// Whoever held a lost phone may have given the consents; she gives her own anew.
    public func callAsFunction(
        of citizen: Token, by actor: AuditActor, because reason: String, requestID: String?,
        in db: any SQLConnection
    ) throws {
        for client in try grants(of: citizen, in: db) {
            try note(
                "site.consent-withdrawn", actor: actor, client: client, citizen: citizen, decision: reason,
                requestID: requestID, in: db)
        }
        try portal(of: citizen, by: actor, because: reason, requestID: requestID, in: db)
    }

    /// Ends whatever other sites were given, also what was made to outlive her visits, and takes her consents to them back;
    /// they are told.
    ///
    /// - Returns: The sites that had a consent.
    @discardableResult
    public func grants(of citizen: Token, in db: any SQLConnection) throws -> [String] {
        let now = world.now()
        var sites: [String] = []
        while case let given = try ClientConsentStore.given(by: citizen, in: db), !given.isEmpty {
            for consent in given {
                _ = try ClientConsentStore.withdraw(citizen, consent.client, at: now, in: db)
            }
            sites += given.map(\.client)
        }
        try grants(at: now, in: db) { try GrantStore.live(of: citizen, at: now, in: db) }
        return sites
    }

    /// Ends all of them, also where one list does not hold them: a site may ask again every minute.
    func grants(at now: Instant, in db: any SQLConnection, _ live: () throws -> [Grant]) throws {
        while case let grants = try live(), !grants.isEmpty {
            for grant in grants {
                try GrantStore.revoke(grant.id, at: now, in: db)
                try tell(grant, at: now, in: db)
            }
        }
    }

    /// The portal's account and hers are apart again; harmless where they are.
    func portal(
        of citizen: Token, by actor: AuditActor = .citizen, because reason: String? = nil, requestID: String?,
        in db: any SQLConnection
    ) throws {
        guard try PortalLinkStore.unlink(citizen, in: db) else { return }
        try note(
            "portal.unlinked", actor: actor, client: "city-portal", citizen: citizen, decision: reason,
            requestID: requestID, in: db)
    }

    /// A job for each client that wants to know and ever learnt of the session.
    func tell(_ grant: Grant, at now: Instant, in db: any SQLConnection) throws {
        guard grant.codeUsedAt != nil, let client = clients[grant.client], client.backChannelLogout != nil
        else { return }
        let word = LogoutJob.Word(grant, client, SubjectNames(vault: vault))
        try JobStore.enqueue(
            NewJob(
                kind: LogoutJob.kindName, key: grant.id.rawValue, payload: try word.bytes, runAt: now),
            in: db)
    }

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
