import AsyncHTTPClient
import Base
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Synchronization
import Transport
import Vault

/// The sandbox's city portal as a relying party: it lets people in who signed in at the house.
///
/// | path | what |
/// |---|---|
/// | `/portal/` | who is signed in |
/// | `/portal/enter`, `/portal/callback` | to the house and back |
/// | `/portal/leave`, `/portal/bye` | signed out here and there |
/// | `/portal/backchannel` | the house says that a session is over |
/// | `/portal/sign-everybody-out` | the portal says the same to the house, truly or not |
final class PortalVisitor: Sendable {
    private struct Way: Sendable {
        let state: String
        let nonce: String
        let verifier: String
    }

    private struct Guest: Sendable {
        let claims: JSONValue
        let token: String
    }

    private struct State {
        var ways: [String: Way] = [:]
        var guests: [String: Guest] = [:]
        var seen: Set<String> = []
    }

    private static let cookie = "portal_session"

    private let provider: PortalProvider
    private let transport: any HTTPTransport
    private let state = Mutex(State())

    private var config: PortalConfig { provider.config }
    private var world: World { provider.world }

    init(provider: PortalProvider, transport: any HTTPTransport) {
        self.provider = provider
        self.transport = transport
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get("portal") { [self] request, _ in home(request) }
        router.get("portal/enter") { [self] _, _ in enter() }
        router.get("portal/callback") { [self] request, _ in try await callback(request) }
        router.get("portal/leave") { [self] request, _ in leave(request) }
        router.get("portal/bye") { _, _ in Response.redirect(to: "/portal/") }
        router.post("portal/backchannel") { [self] request, _ in try await backchannel(request) }
        router.post("portal/sign-everybody-out") { [self] request, _ in try await tell(request) }
    }

    private func home(_ request: Request) -> Response {
        let guest = request.cookies[Self.cookie].flatMap { cookie in
            state.withLock { $0.guests[cookie.value] }
        }
        return PortalPages.home(guest?.claims, base: config.base)
    }

    private func enter() -> Response {
        let id = Token(world).rawValue
        let way = Way(
            state: id, nonce: Token(world).rawValue, verifier: Base64URL.encode(world.random(32)))
        state.withLock { $0.ways[id] = way }
        let challenge = Base64URL.encode(Digest.sha256(Array(way.verifier.utf8)))
        let query = [
            ("response_type", "code"), ("client_id", config.client),
            ("redirect_uri", config.base + "/callback"), ("scope", "openid masked_name"), ("state", id),
            ("nonce", way.nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ].map { "\($0)=\(PortalForm.escaped($1))" }.joined(separator: "&")
        var response = Response.redirect(to: config.house + "/oidc/authorize?" + query)
        response.headers.append(
            HTTPField(name: .setCookie, value: "portal_way=\(id); Path=/portal; HttpOnly; SameSite=Lax"))
        return response
    }

    private func callback(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        guard let id = query["state"].map(String.init), request.cookies["portal_way"]?.value == id,
            let way = state.withLock({ $0.ways.removeValue(forKey: id) })
        else { return PortalPages.failed("state") }
        if let error = query["error"] { return PortalPages.failed(String(error)) }
        guard query["iss"].map(String.init) == config.house, let code = query["code"] else {
            return PortalPages.failed("iss")
        }
        let answer = try await post(
            config.house + "/oidc/token",
            [
                ("grant_type", "authorization_code"), ("code", String(code)),
                ("redirect_uri", config.base + "/callback"), ("code_verifier", way.verifier),
                ("client_assertion", try assertion()),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ])
        guard let tokens = JSONValue(answer.body), let token = tokens["id_token"]?.text,
            let access = tokens["access_token"]?.text, let identity = try await claims(of: token, ["jwt"]),
            identity["nonce"]?.text == way.nonce
        else { return PortalPages.failed("token \(answer.status)") }
        let told = try await get(config.house + "/oidc/userinfo", bearer: access)
        guard let person = JSONValue(told), person["sub"] == identity["sub"] else {
            return PortalPages.failed("userinfo")
        }
        let members = (identity.object ?? [:]).merging(person.object ?? [:]) { first, _ in first }
        let session = Token(world).rawValue
        state.withLock { $0.guests[session] = Guest(claims: .object(members), token: token) }
        var response = Response.redirect(to: "/portal/")
        response.headers.append(
            HTTPField(
                name: .setCookie, value: "\(Self.cookie)=\(session); Path=/portal; HttpOnly; SameSite=Lax"))
        return response
    }

    private func leave(_ request: Request) -> Response {
        let guest = request.cookies[Self.cookie].flatMap { cookie in
            state.withLock { $0.guests.removeValue(forKey: cookie.value) }
        }
        guard let guest else { return .redirect(to: "/portal/") }
        return .redirect(
            to: config.house + "/oidc/logout?id_token_hint=\(guest.token)&post_logout_redirect_uri="
                + PortalForm.escaped(config.base + "/bye"))
    }

    private func backchannel(_ request: Request) async throws -> Response {
        let form = try await PortalForm(request)
        guard let token = form["logout_token"], let claims = try await claims(of: token, ["logout+jwt"]),
            claims["events"]?["http://schemas.openid.net/event/backchannel-logout"]?.object != nil,
            claims["nonce"] == nil, let jti = claims["jti"]?.text, let sid = claims["sid"]?.text,
            state.withLock({ $0.seen.insert(jti).inserted })
        else { return .refused(.badRequest, "invalid_request") }
        state.withLock { state in
            state.guests = state.guests.filter { $0.value.claims["sid"]?.text != sid }
        }
        return .json([:])
    }

    /// For every sample person, since the portal of the sandbox keeps no list of who came where.
    private func tell(_ request: Request) async throws -> Response {
        let how = try await PortalForm(request)["how"]
        var answers: [String] = []
        for citizen in provider.city.citizens where citizen.behaviour.isOrdinary {
            let now = world.now()
            let claims: JSONValue = [
                "iss": .text(config.base), "aud": .text(config.houseClient), "iat": now.numericDate,
                "exp": (now + .seconds(120)).numericDate, "jti": .text(Token(world).rawValue),
                "sub": .text(provider.subject(citizen.id)),
                "events": ["http://schemas.openid.net/event/backchannel-logout": [:]],
            ]
            let signed = try JWS.sign(
                claims, type: "logout+jwt",
                with: how == "key" ? provider.keys.client : provider.keys.provider)
            let header: JSONValue = ["alg": "none", "typ": "logout+jwt"]
            let unsigned = Base64URL.encode(header.bytes) + "." + Base64URL.encode(claims.bytes) + "."
            let answer = try await post(
                config.house + "/portal/logout", [("logout_token", how == "unsigned" ? unsigned : signed)])
            answers.append("\(citizen.name): \(answer.status)")
        }
        return PortalPages.told(answers)
    }

    /// The claims of a token that the house signed for this portal; nil when it did not.
    private func claims(of token: String, _ types: Set<String>) async throws -> JSONValue? {
        guard let keys = JWKSet(try await get(config.house + "/oidc/jwks")),
            let claims = try? JWS.claims(of: token, types: types, keys: keys),
            (try? TokenCheck(issuer: config.house, audiences: [config.client], lifeMax: .seconds(300))(
                claims, at: world.now())) != nil
        else { return nil }
        return claims
    }

    private func assertion() throws -> String {
        let now = world.now()
        return try JWS.sign(
            [
                "iss": .text(config.client), "sub": .text(config.client), "aud": .text(config.house),
                "iat": now.numericDate, "exp": (now + .seconds(60)).numericDate,
                "jti": .text(Token(world).rawValue),
            ], type: "JWT", with: provider.keys.client)
    }

    private func get(_ url: String, bearer: String? = nil) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: url)
        if let bearer { request.headers.add(name: "Authorization", value: "Bearer \(bearer)") }
        return try await answer(to: request).body
    }

    private func post(_ url: String, _ form: [(String, String)]) async throws -> (status: Int, body: [UInt8])
    {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let body = form.map { "\($0)=\(PortalForm.escaped($1))" }.joined(separator: "&")
        request.body = .bytes(Array(body.utf8))
        return try await answer(to: request)
    }

    private func answer(to request: HTTPClientRequest) async throws -> (status: Int, body: [UInt8]) {
        let response = try await transport.answer(to: request, within: .seconds(10))
        let body = try await response.body.collect(upTo: 65_536)
        return (Int(response.status.code), Array(body.readableBytesView))
    }
}
