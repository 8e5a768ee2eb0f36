import Base
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization
import Vault

/// The sandbox's city portal as a provider: a person chooses who she is, and how the portal's word is to be wrong.
///
/// | path | what |
/// |---|---|
/// | `/portal/.well-known/openid-configuration`, `/portal/jwks` | what it says about itself |
/// | `/portal/authorize` | who are you? |
/// | `/portal/token` | an ID token for a code |
final class PortalProvider: Sendable {
    /// How an answer may be wrong, chosen on the page.
    enum Fault: String, Sendable, CaseIterable {
        case none, nonce, audience, issuer, expired, unsigned, key, refused
    }

    struct Code: Sendable {
        let citizen: String
        let fault: Fault
        let nonce: String?
        let challenge: String
        let redirect: String
        let session: String
        let at: Instant
    }

    let config: PortalConfig
    let keys: PortalKeys
    let world: World
    let city: SampleCity
    private let codes = Mutex<[String: Code]>([:])

    init(config: PortalConfig, keys: PortalKeys, world: World, city: SampleCity) {
        self.config = config
        self.keys = keys
        self.world = world
        self.city = city
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get("portal/.well-known/openid-configuration") { [self] _, _ in Response.json(description) }
        router.get("portal/jwks") { [self] _, _ in Response.json(JWKSet([JWK(keys.provider.publicKey)]).json)
        }
        router.get("portal/authorize") { [self] request, _ in authorize(request) }
        router.post("portal/authorize") { [self] request, _ in try await choose(request) }
        router.post("portal/token") { [self] request, _ in try await token(request) }
    }

    private var description: JSONValue {
        [
            "issuer": .text(config.base), "authorization_endpoint": .text(config.base + "/authorize"),
            "token_endpoint": .text(config.base + "/token"), "jwks_uri": .text(config.base + "/jwks"),
            "response_types_supported": ["code"], "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "code_challenge_methods_supported": ["S256"],
        ]
    }

    /// The house's redirect is taken from its registration here, which is its public address.
    private var redirect: String { config.house + "/portal/callback" }

    private func authorize(_ request: Request) -> Response {
        let query = request.uri.queryParameters
        guard query["client_id"].map(String.init) == config.houseClient,
            query["redirect_uri"].map(String.init) == redirect, query["response_type"] == "code",
            query["code_challenge_method"] == "S256", let challenge = query["code_challenge"]
        else { return .refused(.badRequest, "request") }
        return PortalPages.people(
            city,
            hidden: [
                ("state", String(query["state"] ?? "")), ("nonce", String(query["nonce"] ?? "")),
                ("challenge", String(challenge)),
            ])
    }

    private func choose(_ request: Request) async throws -> Response {
        let form = try await PortalForm(request)
        guard let state = form["state"], let challenge = form["challenge"],
            let citizen = form["citizen"].flatMap({ city.citizen(id: $0) }),
            let fault = Fault(rawValue: form["fault"] ?? "none")
        else { return .refused(.badRequest, "form") }
        guard fault != .refused else {
            return .redirect(
                to: redirect + "?error=access_denied&state=\(PortalForm.escaped(state))"
                    + "&iss=\(PortalForm.escaped(config.base))")
        }
        let code = Token(world).rawValue
        let made = Code(
            citizen: citizen.id, fault: fault, nonce: form["nonce"], challenge: challenge,
            redirect: redirect, session: Token(world).rawValue, at: world.now())
        codes.withLock { $0[code] = made }
        return .redirect(
            to: redirect + "?code=\(code)&state=\(PortalForm.escaped(state))"
                + "&iss=\(PortalForm.escaped(config.base))")
    }

    private func token(_ request: Request) async throws -> Response {
        let form = try await PortalForm(request)
        let now = world.now()
        let check = TokenCheck(
            issuer: config.houseClient, audiences: [config.base], lifeMax: .seconds(300))
        guard let assertion = form["client_assertion"],
            let claims = try? JWS.claims(of: assertion, types: ["jwt"], keys: config.houseKeys),
            (try? check(claims, at: now)) != nil
        else { return .refused(.unauthorized, "invalid_client") }
        guard let code = form["code"].flatMap({ code in codes.withLock { $0.removeValue(forKey: code) } }),
            now.since(code.at) < .seconds(60), form["redirect_uri"] == code.redirect,
            Base64URL.encode(Digest.sha256(Array((form["code_verifier"] ?? "").utf8))) == code.challenge
        else { return .refused(.badRequest, "invalid_grant") }
        return .json([
            "access_token": .text(Token(world).rawValue), "token_type": "Bearer", "expires_in": .int(300),
            "id_token": .text(try identity(code, at: now)),
        ])
    }

    private func identity(_ code: Code, at now: Instant) throws -> String {
        let end = code.fault == .expired ? now - .seconds(1) : now + .seconds(300)
        let claims: JSONValue = .present([
            "iss": .text(code.fault == .issuer ? "https://elsewhere.example" : config.base),
            "aud": .text(code.fault == .audience ? "another" : config.houseClient),
            "sub": .text(subject(code.citizen)), "sid": .text(code.session), "iat": now.numericDate,
            "exp": end.numericDate, "auth_time": now.numericDate, "acr": "urn:egret:acr:substantial",
            "nonce": .text(code.fault == .nonce ? "another" : code.nonce ?? ""),
        ])
        switch code.fault {
        case .unsigned:
            let header: JSONValue = ["alg": "none", "typ": "JWT"]
            return Base64URL.encode(header.bytes) + "." + Base64URL.encode(claims.bytes) + "."
        case .key: return try JWS.sign(claims, type: "JWT", with: keys.client)
        default: return try JWS.sign(claims, type: "JWT", with: keys.provider)
        }
    }

    /// The portal's own name for a person; nobody else can make it from her number.
    func subject(_ citizen: String) -> String {
        Base64URL.encode(Digest.hmacSHA256(key: Array(keys.provider.pem.utf8), Array(citizen.utf8)))
    }
}
