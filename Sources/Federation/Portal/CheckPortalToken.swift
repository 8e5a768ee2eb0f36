import Base
import Storage
import Vault
import Web

/// Believes what the portal signed, or does not.
struct CheckPortalToken: Sendable {
    /// Longer than an ID token or a logout token needs to be looked at.
    static let lifeMax = Duration.seconds(3_600)
    private static let nameMax = 255

    let parts: FederationParts
    let account: PortalAccount
    let port: any PortalPort

    /// Whom an ID token is about.
    ///
    /// - Throws: ``FederationRefused/portalUntrusted`` as a `Problem` with the cause for the log; `PortError`.
    func identity(_ token: String, nonce: String) async throws -> PortalIdentity {
        let claims = try await claims(token, types: ["jwt", ""])
        guard let echoed = claims["nonce"]?.text,
            constantTimeEquals(Array(echoed.utf8), Array(nonce.utf8))
        else { throw Self.untrusted("nonce") }
        guard claims["azp"].map({ $0.text == account.client }) ?? true else { throw Self.untrusted("azp") }
        guard claims["events"] == nil else { throw Self.untrusted("a logout token") }
        guard let subject = Self.name(claims["sub"]) else { throw Self.untrusted("sub") }
        let now = parts.world.now()
        let stated = claims["auth_time"]?.int.map { Instant(milliseconds: $0 * 1_000) }
        let level = claims["acr"]?.text.flatMap(ProofLevel.init(acr:)) ?? .basic
        return PortalIdentity(
            subject: subject, session: Self.name(claims["sid"]), level: min(level, PortalIdentity.levelMax),
            authenticatedAtMs: min(stated ?? now, now).milliseconds)
    }

    /// Whose sessions a logout token ends (OpenID Connect Back-Channel Logout section 2.6); each token counts once.
    ///
    /// - Throws: As ``identity(_:nonce:)``.
    func logout(_ token: String) async throws -> (subject: String?, session: String?) {
        let claims = try await claims(token, types: [LogoutToken.type])
        guard claims["events"]?[LogoutToken.event]?.object != nil else { throw Self.untrusted("events") }
        guard claims["nonce"] == nil else { throw Self.untrusted("nonce") }
        let (subject, session) = (Self.name(claims["sub"]), Self.name(claims["sid"]))
        guard subject != nil || session != nil else { throw Self.untrusted("nobody") }
        guard let name = Self.name(claims["jti"]) else { throw Self.untrusted("jti") }
        let end = parts.world.now() + Self.lifeMax + TokenCheck.aheadMax
        let isNew = try await parts.engine.write { [account] db in
            try SeenTokenStore.insert(name, of: account.issuer, until: end, in: db)
        }
        guard isNew else { throw Self.untrusted("replayed") }
        return (subject, session)
    }

    private func claims(_ token: String, types: Set<String>) async throws -> JSONValue {
        do {
            let claims: JSONValue
            do {
                claims = try JWS.claims(of: token, types: types, keys: await port.keys(again: false))
            } catch JWSRefused.unknownKey {
                // The portal may have changed its keys since we looked.
                claims = try JWS.claims(of: token, types: types, keys: await port.keys(again: true))
            }
            let check = TokenCheck(
                issuer: account.issuer, audiences: [account.client], lifeMax: Self.lifeMax)
            try check(claims, at: parts.world.now())
            return claims
        } catch let error as JWSRefused {
            throw Self.untrusted(error.rawValue)
        } catch let error as TokenRefused {
            throw Self.untrusted(error.rawValue)
        }
    }

    private static func name(_ value: JSONValue?) -> String? {
        value?.text.flatMap { (1...nameMax).contains($0.utf8.count) ? $0 : nil }
    }

    private static func untrusted(_ cause: String) -> Problem {
        let refusal = FederationRefused.portalUntrusted
        return Problem(refusal.slug, refusal.status, cause: "token of the portal: \(cause)")
    }
}
