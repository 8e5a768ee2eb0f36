import Base
import Storage
import Vault

/// What the token endpoint answers with.
struct IssuedTokens: Sendable {
    let grant: Grant
    let access: String
    let refresh: String?

    /// Makes the tokens of a grant in the transaction of the act that earned them.
    static func issue(
        for grant: Grant, parts: FederationParts, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> IssuedTokens {
        let access = parts.newSecret()
        try TokenStore.insert(
            access.hash, .access, of: grant.id, at: now, until: min(now + Grant.accessLife, grant.endsAt),
            in: db)
        guard grant.scopes.contains(.offline) else {
            return IssuedTokens(grant: grant, access: access.text, refresh: nil)
        }
        let refresh = parts.newSecret()
        try TokenStore.insert(
            refresh.hash, .refresh, of: grant.id, at: now, until: min(now + Grant.refreshIdle, grant.endsAt),
            in: db)
        return IssuedTokens(grant: grant, access: access.text, refresh: refresh.text)
    }

    /// The answer of RFC 6749 section 5.1 with an ID token; `nonce` goes into the first one only.
    func json(parts: FederationParts, client: Client, isFirst: Bool) throws -> JSONValue {
        let now = parts.world.now()
        let names = SubjectNames(vault: parts.vault)
        let claims: JSONValue = .present([
            "iss": .text(parts.issuer), "sub": .text(names.subject(grant.citizen, in: client.sector)),
            "aud": .text(client.id), "iat": now.numericDate, "exp": (now + Grant.identityLife).numericDate,
            "auth_time": grant.authenticatedAt.numericDate, "acr": .text(grant.level.acr),
            "amr": .list(grant.methods.sorted().map(JSONValue.text)),
            "sid": .text(names.session(grant.session, for: client.id)),
            "nonce": isFirst ? grant.nonce.map(JSONValue.text) : nil,
        ])
        let token = try JWS.sign(
            claims, type: "JWT", with: parts.vault.ring.tokenKey(.provider, at: now))
        return .present([
            "access_token": .text(access), "token_type": "Bearer",
            "expires_in": .int(Grant.accessLife.wholeMilliseconds / 1_000), "id_token": .text(token),
            "scope": .text(grant.scopes.text), "refresh_token": refresh.map(JSONValue.text),
        ])
    }
}
