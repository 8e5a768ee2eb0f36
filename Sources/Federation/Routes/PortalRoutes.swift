import Logging
public import Hummingbird
public import Web
import Base
import HTTPTypes
import Vault

/// Signing in here with the account at the city portal.
///
///     GET  /portal/sign-in     to the portal; `next` a path to go on to
///     GET  /portal/callback    back from it
///     GET  /portal/link        the first time: is this your account here?
///     POST /portal/link        it is
///     POST /portal/logout      the portal says that a session is over (from program to program)
///     GET  /portal/jwks        the keys with which the portal checks that it is we
public struct PortalRoutes: Sendable {
    /// Sent along by the portal's redirect, unlike the session's own cookie; good for ten minutes, or until a session begins
    /// or ends (``ForgetPortal``).
    static let cookie = "__Host-egret-portal"
    static let linkPath = "/portal/link"

    private let parts: FederationParts
    private let account: PortalAccount
    private let port: any PortalPort
    private let frame: Frame
    private let idempotency: Idempotency
    private let flows: SealedNote<PortalFlow>
    private let strangers: SealedNote<PortalIdentity>

    public init(
        _ parts: FederationParts, account: PortalAccount, port: any PortalPort, frame: Frame,
        idempotency: Idempotency
    ) {
        self.parts = parts
        self.account = account
        self.port = port
        self.frame = frame
        self.idempotency = idempotency
        flows = SealedNote(vault: parts.vault, world: parts.world, kind: "portal-flow")
        strangers = SealedNote(vault: parts.vault, world: parts.world, kind: "portal-stranger")
    }

    public func add(to router: Router<EgretContext>) {
        router.get("portal/sign-in", use: begin)
        router.get("portal/callback", use: finish)
        router.get("portal/link", use: ask)
        router.post("portal/link", use: link)
        router.post("portal/logout", use: logout)
        router.get("portal/jwks", use: keys)
    }

    @Sendable func begin(_ request: Request, _ context: EgretContext) async throws -> Response {
        let query = try Form(Array((request.uri.query ?? "").utf8))
        let wish = query["next"] ?? "/account"
        let next =
            wish.hasPrefix("/") && Address.isLocal(wish) && wish.utf8.count <= 2_048 ? wish : "/account"
        let way = SignInByPortal(parts: parts, account: account, port: port)
        let (flow, address) = try await way.begin(next: next)
        var response = Response.redirect(to: address)
        Self.keep(try flows.text(flow), in: &response)
        return response
    }

    @Sendable func finish(_ request: Request, _ context: EgretContext) async throws -> Response {
        let query = try Form(Array((request.uri.query ?? "").utf8))
        guard let flow = flows.content(request.cookies[Self.cookie]?.value), let state = query["state"],
            constantTimeEquals(Array(state.utf8), Array(flow.state.utf8))
        else { throw FederationRefused.portalOver }
        guard query["iss"].map({ $0 == account.issuer }) ?? true else { throw FederationRefused.portalOver }
        guard query["error"] == nil, let code = query["code"], code.utf8.count <= 2_048 else {
            throw FederationRefused.portalDeclined
        }
        let way = SignInByPortal(parts: parts, account: account, port: port)
        switch try await way.finish(code, of: flow, context) {
        case .known(let begun):
            var response = PassPage(client: name, next: flow.next).html(frame, context).response()
            SessionCarrier.give(begun.token, to: &response, context)
            return response
        case .stranger(let identity):
            var response = StrangerPage().html(frame, context).response()
            Self.keep(try strangers.text(identity), in: &response)
            return response
        }
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard strangers.content(request.cookies[Self.cookie]?.value) != nil else {
            throw FederationRefused.portalOver
        }
        guard let person = try await parts.doors.current(context) else {
            return .redirect(to: parts.doors.signInPath(Self.linkPath, LinkPortal.level, false))
        }
        let isFresh = parts.world.now().since(person.authenticatedAt) <= LinkPortal.proofLife
        guard isFresh else {
            return .redirect(to: parts.doors.signInPath(Self.linkPath, LinkPortal.level, true))
        }
        guard person.level >= LinkPortal.level else { throw FederationRefused.proofTooWeak }
        return LinkPage(key: Token(parts.world)).html(frame, context).response()
    }

    @Sendable func link(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let identity = strangers.content(request.cookies[Self.cookie]?.value) else {
                throw FederationRefused.portalOver
            }
            guard let person = try await parts.doors.current(context) else {
                throw FederationRefused.notSignedIn
            }
            try await LinkPortal(parts: parts)(
                identity, of: account.issuer, to: person, requestID: context.requestID)
            var response = Response.redirect(to: ConnectionRoutes.path)
            Self.keep(nil, in: &response)
            return response
        }
    }

    /// Answers as OpenID Connect Back-Channel Logout section 2.8 wants: 200 done, 400 not believed.
    @Sendable func logout(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        guard form.all("logout_token").count == 1, let token = form["logout_token"] else {
            return .refused(.invalidRequest, context)
        }
        let order: (subject: String?, session: String?)
        do {
            order = try await CheckPortalToken(parts: parts, account: account, port: port).logout(token)
        } catch let problem as Problem {
            context.logger.notice(
                "a logout of the portal was not believed", metadata: ["cause": "\(problem.cause ?? "")"])
            return .refused(.invalidRequest, context)
        }
        let names = PortalNames(vault: parts.vault, issuer: account.issuer)
        let (subject, sid) = (order.subject.map(names.subject), order.session.map(names.session))
        let sessions = try await FederationQueries(parts: parts).sessions(subject: subject, sid: sid)
        for session in sessions {
            try await EndGrants(parts)(session, requestID: context.requestID)
        }
        return .json([:])
    }

    @Sendable func keys(_ request: Request, _ context: EgretContext) -> Response {
        .json(
            parts.vault.ring.publishedKeys(.portal, at: parts.world.now()).json,
            caching: "public, max-age=300")
    }

    private var name: [Language: String] {
        Dictionary(
            uniqueKeysWithValues: Language.allCases.map { ($0, frame.words.phrases($0)("portal.here")) })
    }

    /// Nil forgets it.
    static func keep(_ note: String?, in response: inout Response) {
        let age = note == nil ? 0 : 600
        response.headers.append(
            HTTPField(
                name: .setCookie,
                value:
                    "\(Self.cookie)=\(note ?? ""); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(age)"))
    }
}
