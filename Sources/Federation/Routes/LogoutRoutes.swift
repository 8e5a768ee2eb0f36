public import Hummingbird
public import Web
import Base
import HTTPTypes
import Vault

/// Signing out at the wish of another site (OpenID Connect RP-Initiated Logout 1.0).
///
///     GET  /oidc/logout            checked, then a page of our own
///     GET  /oidc/logout/confirm    she is asked: another site's wish is not hers
///     POST /oidc/logout            signed out here, and everywhere that asked to be told
///     GET  /oidc/logout/done       back to the site
public struct LogoutRoutes: Sendable {
    /// What a site asked for.
    struct Wish: Codable, Sendable {
        let client: String?
        let redirect: String?
        let state: String?
    }

    private let parts: FederationParts
    private let frame: Frame
    private let idempotency: Idempotency
    private let notes: SealedNote<Wish>

    public init(_ parts: FederationParts, frame: Frame, idempotency: Idempotency) {
        self.parts = parts
        self.frame = frame
        self.idempotency = idempotency
        notes = SealedNote(vault: parts.vault, world: parts.world, kind: "logout")
    }

    public func add(to router: Router<EgretContext>) {
        router.get("oidc/logout", use: begin)
        router.get("oidc/logout/confirm", use: ask)
        router.post("oidc/logout", use: end)
        router.get("oidc/logout/done", use: done)
    }

    @Sendable func begin(_ request: Request, _ context: EgretContext) async throws -> Response {
        let query = try Form(Array((request.uri.query ?? "").utf8))
        let wish = try wish(query)
        let path = "/oidc/logout/confirm?request=\(try notes.text(wish))"
        return PassPage(client: name(of: wish, frame), next: path).html(frame, context).response()
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) async throws -> Response {
        let note = try note(of: request)
        guard let wish = notes.content(note) else { throw FederationRefused.requestOver }
        guard try await parts.doors.current(context) != nil else { return .redirect(to: Self.done(note)) }
        return SignOutPage(
            client: wish.client.flatMap { parts.clients[$0]?.name[context.language] }, note: note,
            stay: Self.done(note), key: Token(parts.world)
        ).html(frame, context).response()
    }

    @Sendable func end(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let note = form[AskPage.noteField], let wish = notes.content(note) else {
                throw FederationRefused.requestOver
            }
            if let person = try await parts.doors.current(context) {
                try await EndGrants(parts)(person.session, requestID: context.requestID)
            }
            var response = PassPage(client: name(of: wish, frame), next: Self.done(note))
                .html(frame, context).response()
            SessionCarrier.end(in: &response, context)
            return response
        }
    }

    @Sendable func done(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard let wish = notes.content(try note(of: request)) else { throw FederationRefused.requestOver }
        guard let redirect = wish.redirect,
            wish.client.flatMap({ parts.clients[$0] })?.afterLogout.hold(redirect) ?? false
        else { return .redirect(to: "/") }
        return .redirect(to: ClientAddress.adding([("state", wish.state)], to: redirect))
    }

    /// Nobody is sent on by an address that its client, proved by a token of ours, has not registered.
    private func wish(_ query: Form) throws -> Wish {
        let hint = query["id_token_hint"].flatMap(client(of:))
        if let named = query["client_id"], let hint, hint.id != named {
            throw FederationRefused.clientUnknown
        }
        guard let redirect = query["post_logout_redirect_uri"] else {
            return Wish(client: hint?.id, redirect: nil, state: nil)
        }
        guard let hint, hint.afterLogout.hold(redirect) else { throw FederationRefused.returnUnknown }
        let state = query["state"].flatMap { AuthorizationRequest.isText($0) ? $0 : nil }
        return Wish(client: hint.id, redirect: redirect, state: state)
    }

    /// The client an ID token of ours was made for; it may be over by now, as the specification wants.
    private func client(of hint: String) -> Client? {
        let keys = parts.vault.ring.publishedKeys(.provider, at: parts.world.now())
        guard let claims = try? JWS.claims(of: hint, types: ["jwt"], keys: keys),
            claims["iss"]?.text == parts.issuer
        else { return nil }
        return claims["aud"]?.text.flatMap { parts.clients[$0] }
    }

    private func note(of request: Request) throws -> String {
        guard let note = try Form(Array((request.uri.query ?? "").utf8))["request"] else {
            throw FederationRefused.requestOver
        }
        return note
    }

    private func name(of wish: Wish, _ frame: Frame) -> [Language: String] {
        wish.client.flatMap { parts.clients[$0]?.name }
            ?? Dictionary(
                uniqueKeysWithValues: Language.allCases.map { ($0, frame.words.phrases($0)("oidc.another")) })
    }

    private static func done(_ note: String) -> String { "/oidc/logout/done?request=\(note)" }
}
