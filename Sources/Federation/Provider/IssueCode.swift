import Base
import Storage

/// Answers a client: a code, bound to person, session, client, address and challenge.
struct IssueCode: Sendable {
    let parts: FederationParts

    /// - Returns: The code; nil when consent was taken back in between.
    func callAsFunction(
        _ request: AuthorizationRequest, by person: SignedIn, requestID: String
    ) async throws -> String? {
        let now = parts.world.now()
        let code = parts.newSecret()
        let grant = Grant(
            id: Token(parts.world), citizen: person.citizen, client: request.client, session: person.session,
            scopes: request.scopes, level: person.level, methods: person.methods, nonce: request.nonce,
            redirect: request.redirect, challenge: request.challenge,
            authenticatedAt: person.authenticatedAt, issuedAt: now, codeUsedAt: nil,
            endsAt: now + (request.scopes.contains(.offline) ? Grant.life : Grant.visitLife),
            revokedAt: nil)
        return try await parts.engine.write { [parts] db in
            guard
                try ClientConsentStore.find(person.citizen, request.client, in: db)?.covers(request.scopes)
                    ?? false
            else { return nil }
            try GrantStore.insert(grant, codeHash: code.hash, in: db)
            try parts.note(
                "site.signed-in", client: request.client, citizen: person.citizen,
                fields: request.scopes.fields, decision: person.level.name,
                requestID: requestID, in: db)
            return code.text
        }
    }
}
