import Audit
import Base
import Storage

/// Gives a client new tokens for a refresh token, which thereby is used up.
struct RenewTokens: Sendable {
    let parts: FederationParts

    /// A used token that comes again has been stolen from one side or the other: the grant ends for both.
    ///
    /// - Throws: ``OIDCError/invalidGrant``; ``OIDCError/invalidScope`` for more than the person agreed to.
    func callAsFunction(
        _ refresh: String, scope: String?, by client: Client
    ) async throws -> IssuedTokens {
        let now = parts.world.now()
        let hash = FederationParts.hash(refresh)
        let asked = scope.map { Set<Scope>(text: $0) }
        let outcome = try await parts.engine.write { [parts] db -> Result<IssuedTokens, OIDCError> in
            guard let token = try TokenStore.find(hash, .refresh, in: db),
                let grant = try GrantStore.find(token.grant, in: db), grant.client == client.id
            else { return .failure(.invalidGrant) }
            guard grant.isLive(at: now), now < token.expiresAt else { return .failure(.invalidGrant) }
            // The answer keeps to the scopes of the grant; fewer are not given, more are refused.
            if let asked, !asked.isSubset(of: grant.scopes) { return .failure(.invalidScope) }
            guard try TokenStore.use(hash, at: now, in: db) else {
                try GrantStore.revoke(grant.id, at: now, in: db)
                try parts.note(
                    "site.token-replayed", actor: .system("federation"), client: client.id,
                    citizen: grant.citizen, requestID: nil, in: db)
                return .failure(.invalidGrant)
            }
            guard
                try ClientConsentStore.find(grant.citizen, client.id, in: db)?.covers(grant.scopes) ?? false,
                grant.scopes.isSubset(of: client.scopes)
            else { return .failure(.invalidGrant) }
            return .success(try IssuedTokens.issue(for: grant, parts: parts, at: now, in: db))
        }
        return try outcome.get()
    }
}
