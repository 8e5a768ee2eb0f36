import Base
import Storage
import Vault
import Web

/// The way to the city portal and back.
struct SignInByPortal: Sendable {
    /// Whom the portal sent back.
    enum Arrival: Sendable {
        case known(FederationDoors.Begun)
        /// Nobody here is linked to the portal's account yet.
        case stranger(PortalIdentity)
    }

    let parts: FederationParts
    let account: PortalAccount
    let port: any PortalPort

    /// - Returns: What the browser keeps, and the portal's address to go to.
    func begin(next: String) async throws -> (flow: PortalFlow, address: String) {
        let description = try await port.description()
        let flow = PortalFlow(
            state: parts.newSecret().text, nonce: parts.newSecret().text, verifier: parts.newSecret().text,
            next: next)
        let challenge = Base64URL.encode(Digest.sha256(Array(flow.verifier.utf8)))
        let address = ClientAddress.adding(
            [
                ("response_type", "code"), ("client_id", account.client), ("redirect_uri", account.redirect),
                ("scope", "openid"), ("state", flow.state), ("nonce", flow.nonce),
                ("code_challenge", challenge), ("code_challenge_method", "S256"),
            ], to: description.authorization)
        return (flow, address)
    }

    /// - Throws: ``FederationRefused``, as a `Problem` where the log wants a cause; `PortError`.
    func finish(_ code: String, of flow: PortalFlow, _ context: EgretContext) async throws -> Arrival {
        let token: String
        do {
            token = try await port.identity(
                code: code, verifier: flow.verifier, redirect: account.redirect, client: account.client,
                assertion: try assertion())
        } catch PortError.failed(_, let code) where code.hasPrefix("4") {
            throw FederationRefused.portalDeclined
        }
        let check = CheckPortalToken(parts: parts, account: account, port: port)
        let identity = try await check.identity(token, nonce: flow.nonce)
        let names = PortalNames(vault: parts.vault, issuer: account.issuer)
        let subject = names.subject(identity.subject)
        let found = try await parts.engine.read { db in try PortalLinkStore.citizen(of: subject, in: db) }
        guard let citizen = found else { return .stranger(identity) }
        let now = parts.world.now()
        // The portal's word that she has left finds the session by this row: there is never one without the other.
        let begun = try await parts.doors.begin(
            FederationDoors.Vouched(
                citizen: citizen, level: identity.level, authenticatedAt: identity.authenticatedAt), context
        ) { [parts] session, db in
            // She may have shut out a lost phone since, and the portal's account with it.
            guard try PortalLinkStore.citizen(of: subject, in: db) == citizen else {
                throw FederationRefused.portalOver
            }
            try PortalSessionStore.insert(
                session, of: citizen, subject: subject, sid: identity.session.map(names.session),
                at: now, in: db)
            try parts.note(
                "portal.signed-in", client: "city-portal", citizen: citizen, decision: identity.level.name,
                requestID: context.requestID, in: db)
        }
        return .known(begun)
    }

    /// That it is we who ask (RFC 7523): for the portal alone, for a minute, once.
    private func assertion() throws -> String {
        let now = parts.world.now()
        let claims: JSONValue = [
            "iss": .text(account.client), "sub": .text(account.client), "aud": .text(account.issuer),
            "iat": now.numericDate, "exp": (now + .seconds(60)).numericDate,
            "jti": .text(Token(parts.world).rawValue),
        ]
        return try JWS.sign(claims, type: "JWT", with: parts.vault.ring.tokenKey(.portal, at: now))
    }
}
