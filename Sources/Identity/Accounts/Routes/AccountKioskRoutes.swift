public import Base
public import Hummingbird
public import Web
import HTTPTypes

/// A person's account at a terminal: opened on her own phone by a picture, and the way by phone.
///
///     GET  /account                  what an account is for
///     POST /account/start            a visit begins, to open one
///     GET  /account/phone            she has been identified: her phone now, or her phone is lost
///     POST /account/phone            the picture that her phone reads
///     GET  /account/number           her phone's number (``NumberRoutes``)
///     GET  /identification/phone     the picture of this visit, until her phone has answered
///     POST /identification/phone     she has agreed on her phone and presses
public struct AccountKioskRoutes: Sendable {
    /// What a visit is for that a person opens her account in.
    public static let service = "egret/account"
    public static let firstPage = "/account/phone"

    let frame: Frame
    let world: World
    let identity: IdentityVerbs
    let verbs: AccountVerbs
    let idempotency: Idempotency
    /// The site's address as a phone reaches it.
    let site: String
    let journey: IdentityKioskRoutes

    public init(
        frame: Frame, world: World, identity: IdentityVerbs, verbs: AccountVerbs, idempotency: Idempotency,
        site: String, journey: IdentityKioskRoutes
    ) {
        self.frame = frame
        self.world = world
        self.identity = identity
        self.verbs = verbs
        self.idempotency = idempotency
        self.site = site
        self.journey = journey
    }

    public func add(to router: Router<EgretContext>) {
        router.get("account", use: about)
        router.post("account/start", use: start)
        router.get("account/phone", use: phonePage)
        router.post("account/phone", use: showCode)
        router.get("identification/phone", use: waiting)
        router.post("identification/phone", use: enter)
        NumberRoutes(
            frame: frame, world: world, verb: verbs.setPhone, idempotency: idempotency,
            next: "/account/number",
            asking: { context, act in try await act(.visit(identified(context))) }
        ).add(to: router)
    }

    @Sendable func about(_ request: Request, _ context: EgretContext) async throws -> HTML {
        AccountAboutPage(key: Token(world)).html(frame, context)
    }

    @Sendable func start(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let terminal = context.terminalID else { throw IdentityRefused.sessionOver }
            let token = try await identity.begin(
                terminal: terminal, language: context.language, service: Self.service,
                requestID: context.requestID)
            var response = Response.redirect(to: "/identification")
            SessionCarrier.give(token, to: &response, context)
            return response
        }
    }

    @Sendable func phonePage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        _ = try await identified(context)
        return AccountPhonePage(key: Token(world), resetKey: Token(world)).html(frame, context)
    }

    @Sendable func showCode(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let code = try await verbs.activate.makeCode(
                for: identified(context), reset: form["lost"] == "yes", requestID: context.requestID)
            return try AccountCodePage(code: code, address: "\(site)/account/activation").html(frame, context)
                .response(from: request, context: context)
        }
    }

    @Sendable func waiting(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await journey.session(context)
        guard session.citizen == nil else {
            return Response.redirect(
                to: try await journey.next(IdentifiedSession(session), context.requestID))
        }
        return try PhoneWaitingPage(
            standing: try await verbs.phone.standing(in: session), way: session.way ?? .phone, site: site,
            key: Token(world),
            againKey: Token(world)
        ).html(frame, context).response(from: request, context: context)
    }

    @Sendable func enter(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await journey.session(context)
            guard session.citizen == nil else {
                return Response.redirect(
                    to: try await journey.next(IdentifiedSession(session), context.requestID))
            }
            return await journey.goOn(
                try await verbs.phone.complete(in: session, requestID: context.requestID), context)
        }
    }

    private func identified(_ context: EgretContext) async throws -> IdentifiedSession {
        try await identity.current.identified(token: context.sessionToken, terminal: context.terminalID)
    }
}
