public import Hummingbird
public import Web
import Base
import HTTPTypes

/// The way of a person whom another site sent here to say who she is.
///
///     GET  /oidc/authorize    checked, then a page of our own, because a foreign page's link brings no cookie
///     GET  /oidc/continue     sign in, agree, or back with a code
///     POST /oidc/consent      agreed
///     GET  /oidc/cancel       not agreed: back without
///
/// The way back is a redirect of a GET: one that answers a form would be stopped by `form-action 'self'`.
public struct AuthorizeRoutes: Sendable {
    private let parts: FederationParts
    private let frame: Frame
    private let idempotency: Idempotency
    private let notes: SealedNote<AuthorizationRequest>

    public init(_ parts: FederationParts, frame: Frame, idempotency: Idempotency) {
        self.parts = parts
        self.frame = frame
        self.idempotency = idempotency
        notes = SealedNote(vault: parts.vault, world: parts.world, kind: "authorize")
    }

    public func add(to router: Router<EgretContext>) {
        router.get("oidc/authorize", use: authorize)
        router.get("oidc/continue", use: goOn)
        router.post("oidc/consent", use: agree)
        router.get("oidc/cancel", use: cancel)
    }

    @Sendable func authorize(_ request: Request, _ context: EgretContext) async throws -> Response {
        let query = try Form(Array((request.uri.query ?? "").utf8))
        let reading = try AuthorizationRequest.read(query, clients: parts.clients, at: parts.world.now())
        switch reading {
        case .refused(let error, let redirect, let state):
            return refuse(error, redirect, state, context)
        case .request(let asked):
            let client = try client(of: asked)
            return PassPage(
                client: client.name, next: Self.path("/oidc/continue", try notes.text(asked))
            ).html(frame, context).response()
        }
    }

    @Sendable func goOn(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (note, asked, client) = try read(request)
        let person = try await parts.doors.current(context)
        let consent = try await FederationQueries(parts: parts).consent(of: person, to: client)
        let next = NextStep.after(asked, from: client, by: person, consent: consent, at: parts.world.now())
        switch (next, person) {
        case (.signIn(let level, let again), _):
            let here = Self.path("/oidc/continue", note)
            return .redirect(to: parts.doors.signInPath(here, level, again))
        case (.refuse(let error), _):
            return refuse(error, asked.redirect, asked.state, context)
        case (.answer, let person?):
            let code = try await IssueCode(parts: parts)(asked, by: person, requestID: context.requestID)
            guard let code else { return .redirect(to: Self.path("/oidc/continue", note)) }
            return back(to: asked.redirect, asked.state, [("code", code)])
        case (.ask, _), (.answer, nil):
            return AskPage(
                client: client, scopes: asked.scopes, note: note, cancel: Self.path("/oidc/cancel", note),
                key: Token(parts.world)
            ).html(frame, context).response()
        }
    }

    @Sendable func agree(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let note = form[AskPage.noteField], let asked = notes.content(note) else {
                throw FederationRefused.requestOver
            }
            let client = try client(of: asked)
            guard let person = try await parts.doors.current(context) else {
                throw FederationRefused.notSignedIn
            }
            try await GiveConsent(parts: parts)(asked, by: person, requestID: context.requestID)
            return PassPage(client: client.name, next: Self.path("/oidc/continue", note)).html(frame, context)
        }
    }

    @Sendable func cancel(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, asked, _) = try read(request)
        return refuse(.accessDenied, asked.redirect, asked.state, context)
    }

    private func read(
        _ request: Request
    ) throws -> (note: String, asked: AuthorizationRequest, client: Client) {
        let query = try Form(Array((request.uri.query ?? "").utf8))
        guard let note = query["request"], let asked = notes.content(note) else {
            throw FederationRefused.requestOver
        }
        return (note, asked, try client(of: asked))
    }

    /// The registration as it is now: what was taken out of it since counts no more.
    private func client(of asked: AuthorizationRequest) throws(FederationRefused) -> Client {
        guard let client = parts.clients[asked.client] else { throw .clientUnknown }
        guard client.redirects.hold(asked.redirect), asked.scopes.isSubset(of: client.scopes) else {
            throw .returnUnknown
        }
        return client
    }

    private func refuse(
        _ error: OIDCError, _ redirect: String, _ state: String?, _ context: EgretContext
    ) -> Response {
        context.count(refusal: error.slug)
        return back(to: redirect, state, [("error", error.rawValue)])
    }

    /// With our own name, so that a client of several providers knows who answers (RFC 9207).
    private func back(to redirect: String, _ state: String?, _ answer: [(String, String?)]) -> Response {
        .redirect(
            to: ClientAddress.adding(answer + [("state", state), ("iss", parts.issuer)], to: redirect))
    }

    private static func path(_ path: String, _ note: String) -> String { "\(path)?request=\(note)" }
}
