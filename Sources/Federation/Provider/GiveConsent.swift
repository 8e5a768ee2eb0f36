import Base
import Storage

/// Writes down that a person lets a client know something, or that she takes it back.
struct GiveConsent: Sendable {
    let parts: FederationParts

    /// - Throws: ``FederationRefused/notSignedIn`` where her session has ended since the request found it.
    func callAsFunction(_ request: AuthorizationRequest, by person: SignedIn, requestID: String) async throws
    {
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            // An account that was closed meanwhile has taken its consents back.
            guard try parts.doors.isLive(person.session, db) else { throw FederationRefused.notSignedIn }
            // What she agreed to before stays agreed to.
            let former = try ClientConsentStore.find(person.citizen, request.client, in: db)
            let kept = former.map { $0.covers([]) ? $0.scopes : [] } ?? []
            try ClientConsentStore.give(
                ClientConsent(
                    citizen: person.citizen, client: request.client,
                    scopes: request.scopes.union(kept), wording: ClientConsent.wording, givenAt: now,
                    withdrawnAt: nil),
                in: db)
            try parts.note(
                "site.consent-given", client: request.client, citizen: person.citizen,
                fields: request.scopes.fields + [ClientConsent.wording],
                requestID: requestID, in: db)
        }
    }

    /// Takes a consent back: every token of it is dead when this returns, and the client is told.
    func withdraw(_ client: String, by citizen: Token, requestID: String) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard try ClientConsentStore.withdraw(citizen, client, at: now, in: db) else { return }
            try parts.ties.grants(at: now, in: db) {
                try GrantStore.live(of: citizen, to: client, at: now, in: db)
            }
            try parts.note(
                "site.consent-withdrawn", client: client, citizen: citizen, requestID: requestID, in: db)
        }
    }
}
