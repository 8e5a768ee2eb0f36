public import Hummingbird
public import Web
import Base
import HTTPTypes
import NIOCore
import Vault

/// What programs of other sites ask this provider.
///
///     GET  /.well-known/openid-configuration    what there is
///     GET  /oidc/jwks                           the keys that tokens are checked with
///     POST /oidc/token                          tokens for a code or a refresh token
///     GET  /oidc/userinfo                       what an access token opens; POST does the same
public struct TokenRoutes: Sendable {
    private let parts: FederationParts

    public init(_ parts: FederationParts) {
        self.parts = parts
    }

    public func add(to router: Router<EgretContext>) {
        router.get(".well-known/openid-configuration", use: describe)
        router.get("oidc/jwks", use: keys)
        router.post("oidc/token", use: token)
        router.get("oidc/userinfo", use: claims)
        router.post("oidc/userinfo", use: claims)
    }

    @Sendable func describe(_ request: Request, _ context: EgretContext) -> Response {
        .json(Discovery.document(issuer: parts.issuer), caching: "public, max-age=300")
    }

    /// Cached for less than a new key is published before it signs.
    @Sendable func keys(_ request: Request, _ context: EgretContext) -> Response {
        .json(
            parts.vault.ring.publishedKeys(.provider, at: parts.world.now()).json,
            caching: "public, max-age=300")
    }

    @Sendable func token(_ request: Request, _ context: EgretContext) async throws -> Response {
        do {
            let form = try await form(of: request, context)
            guard Self.single.allSatisfy({ form.all($0).count <= 1 }) else { throw OIDCError.invalidRequest }
            let client = try await AuthenticateClient(parts: parts)(
                form, authorization: request.headers[.authorization])
            return .json(try await tokens(form, client))
        } catch let error as OIDCError {
            return .refused(
                error, challenge: error == .invalidClient ? "Basic realm=\"egret\"" : nil, context)
        } catch is FormRefusal {
            return .refused(.invalidRequest, context)
        }
    }

    private static let single = [
        "grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", "client_id",
        "client_secret", "client_assertion", "client_assertion_type",
    ]

    private func tokens(_ form: Form, _ client: Client) async throws -> JSONValue {
        switch form["grant_type"] {
        case "authorization_code":
            guard let code = form["code"], let verifier = form["code_verifier"],
                let redirect = form["redirect_uri"]
            else { throw OIDCError.invalidRequest }
            let issued = try await RedeemCode(parts: parts)(
                code, verifier: verifier, redirect: redirect, by: client)
            return try issued.json(parts: parts, client: client, isFirst: true)
        case "refresh_token":
            guard let refresh = form["refresh_token"] else { throw OIDCError.invalidRequest }
            let issued = try await RenewTokens(parts: parts)(refresh, scope: form["scope"], by: client)
            return try issued.json(parts: parts, client: client, isFirst: false)
        case nil: throw OIDCError.invalidRequest
        default: throw OIDCError.unsupportedGrantType
        }
    }

    /// The token comes in the header alone: addresses are written down on the way.
    @Sendable func claims(_ request: Request, _ context: EgretContext) async throws -> Response {
        let words = (request.headers[.authorization] ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            var response = Response(status: .unauthorized)
            response.headers[.wwwAuthenticate] = "Bearer realm=\"egret\""
            context.count(refusal: OIDCError.invalidToken.slug)
            return response
        }
        do {
            return .json(try await ReadClaims(parts: parts)(String(words[1]), requestID: context.requestID))
        } catch let error as OIDCError {
            return .refused(
                error, challenge: "Bearer realm=\"egret\", error=\"\(error.rawValue)\"", context)
        }
    }
}

extension Response {
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, caching: String = "no-store"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: caching],
            body: .init(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }

    /// A closed word and nothing else: what exactly was wrong helps only who guesses.
    static func refused(
        _ error: OIDCError, challenge: String? = nil, _ context: EgretContext
    ) -> Response {
        context.count(refusal: error.slug)
        var response = json(["error": .text(error.rawValue)], status: error.status)
        if let challenge { response.headers[.wwwAuthenticate] = challenge }
        return response
    }
}
