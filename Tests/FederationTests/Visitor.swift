import Support
import Storage
import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Vault
import Web

@testable import Federation

/// A browser and a client's program before the router, as far as these tests need them.
struct Visitor {
    let client: any TestClientProtocol
    let house: FederationHouse
    /// The person's cookie.
    var cookie: String?

    static let verifier = "verifier-of-forty-three-characters-or-more-0"
    static var challenge: String { Base64URL.encode(Digest.sha256(Array(verifier.utf8))) }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let body: String

        var location: String? { headers[.location] }
        var json: JSONValue? { JSONValue(Array(body.utf8)) }
        var error: String? { json?["error"]?.text }
        /// Where the page goes on to by itself.
        var next: String? { body.firstMatch(of: /url=([^"]*)"/).map { String($0.1) } }

        /// A parameter of the address it leads to.
        func parameter(_ name: String) -> String? {
            location.flatMap { URLComponents(string: $0)?.queryItems?.first { $0.name == name }?.value }
        }

        func field(_ name: String) -> String? {
            guard let start = body.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
            return String(body[start.upperBound...].prefix { $0 != "\"" })
        }
    }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, path, headers, nil)
    }

    func post(_ path: String, _ form: [(String, String)], headers: HTTPFields = [:]) async throws -> Answer {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = form.map { "\($0)=\(ClientAddress.escaped($1))" }.joined(separator: "&")
        return try await send(.post, path, headers, body)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String?
    ) async throws -> Answer {
        var headers = headers
        if let cookie, headers[.cookie] == nil { headers[.cookie] = "__Host-egret-public=\(cookie)" }
        return try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            Answer(
                status: response.status.code, headers: response.headers,
                body: String(buffer: response.body))
        }
    }

    static func query(_ change: [String: String?] = [:]) -> String {
        let members: [String: String?] = [
            "client_id": "portal", "redirect_uri": FederationHouse.redirect, "response_type": "code",
            "scope": "openid masked_name", "state": "st", "nonce": "no", "code_challenge": challenge,
            "code_challenge_method": "S256",
        ]
        let pairs = members.merging(change) { $1 }.compactMap { name, value in
            value.map { "\(name)=\(ClientAddress.escaped($0))" }
        }
        return "/oidc/authorize?" + pairs.sorted().joined(separator: "&")
    }

    /// From the client's link to the answer of the page that decides.
    func arrive(_ change: [String: String?] = [:]) async throws -> Answer {
        let page = try await Visitor(client: client, house: house).get(Self.query(change))
        return try await get(try #require(page.next))
    }

    /// Agrees where she is asked, and gives the answer that leads back to the client.
    func authorize(_ change: [String: String?] = [:]) async throws -> Answer {
        let asked = try await arrive(change)
        guard asked.status == 200 else { return asked }
        let agreed = try await post(
            "/oidc/consent",
            [
                (IdempotencyKey.fieldName, try #require(asked.field(IdempotencyKey.fieldName))),
                ("request", try #require(asked.field("request"))),
            ])
        return try await get(try #require(agreed.next))
    }

    func code(_ change: [String: String?] = [:]) async throws -> String {
        try #require(try await authorize(change).parameter("code"))
    }

    static func basic(_ id: String = "portal", _ secret: String = FederationHouse.secret) -> HTTPFields {
        [.authorization: "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString()]
    }

    func redeem(
        _ code: String, _ change: [String: String?] = [:], headers: HTTPFields = basic()
    ) async throws -> Answer {
        let form: [String: String?] = [
            "grant_type": "authorization_code", "code": code, "code_verifier": Self.verifier,
            "redirect_uri": FederationHouse.redirect,
        ]
        let members = form.merging(change) { $1 }.compactMap { name, value in value.map { (name, $0) } }
        return try await Visitor(client: client, house: house).post("/oidc/token", members, headers: headers)
    }

    func renew(_ token: String, scope: String? = nil, headers: HTTPFields = basic()) async throws -> Answer {
        let form =
            [("grant_type", "refresh_token"), ("refresh_token", token)]
            + (scope.map { [("scope", $0)] } ?? [])
        return try await Visitor(client: client, house: house).post("/oidc/token", form, headers: headers)
    }

    func claims(_ access: String) async throws -> Answer {
        try await Visitor(client: client, house: house).get(
            "/oidc/userinfo", headers: [.authorization: "Bearer \(access)"])
    }

    /// The claims of an ID token, checked as its client would.
    func identity(_ token: String, for client: String = "portal") throws -> JSONValue {
        let keys = house.vault.ring.publishedKeys(.provider, at: house.clock.now)
        let claims = try JWS.claims(of: token, types: ["jwt"], keys: keys)
        try TokenCheck(issuer: house.parts.issuer, audiences: [client], lifeMax: .seconds(300))(
            claims, at: house.clock.now)
        return claims
    }
}

extension FederationHouse {
    /// A visitor who is signed in as a new person.
    func visit(
        level: ProofLevel = .substantial, ago: Duration = .zero,
        _ body: @escaping @Sendable (Visitor) async throws -> Void
    ) async throws {
        let cookie = accounts.signIn(try await accounts.person(), level: level, ago: ago)
        try await application().test(.router) { client in
            try await body(Visitor(client: client, house: self, cookie: cookie))
        }
        await engine.close()
    }
}
