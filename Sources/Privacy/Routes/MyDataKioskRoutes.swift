public import Base
public import Hummingbird
public import Identity
public import Web
import HTTPTypes

/// The way in at a terminal for a person who comes for her own data and for no service.
///
///     GET  /services/egret/my-data         what can be seen and asked
///     POST /services/egret/my-data/start   a visit begins; both ways of proof are open
public struct MyDataKioskRoutes: Sendable {
    let frame: Frame
    let world: World
    let identity: IdentityVerbs
    let idempotency: Idempotency
    /// Whether a guardian may come for a child in this city.
    let hasGuardians: Bool

    public init(
        frame: Frame, world: World, identity: IdentityVerbs, idempotency: Idempotency,
        hasGuardians: Bool = false
    ) {
        self.frame = frame
        self.world = world
        self.identity = identity
        self.idempotency = idempotency
        self.hasGuardians = hasGuardians
    }

    public func add(to router: Router<EgretContext>) {
        router.get("services/egret/my-data", use: front)
        router.post("services/egret/my-data/start", use: start)
    }

    /// Who is before the terminal, by its visit.
    @Sendable public func known(_ context: EgretContext) async throws -> PersonHere {
        let session = try await identity.current.identified(
            token: context.sessionToken, terminal: context.terminalID)
        return PersonHere(
            citizen: session.citizen, terminal: session.session.terminalID, session: session.session.id)
    }

    @Sendable func front(_ request: Request, _ context: EgretContext) async throws -> HTML {
        MyDataPage(
            beginning: Token(world), childKey: hasGuardians ? Token(world) : nil
        ).html(frame, context)
    }

    @Sendable func start(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let terminal = context.terminalID else { throw IdentityRefused.sessionOver }
            let token = try await identity.begin(
                terminal: terminal, language: context.language, service: MyData.service,
                requestID: context.requestID,
                forAnother: hasGuardians && request.uri.queryParameters["whom"] == "another")
            var response = Response.redirect(to: "/identification")
            SessionCarrier.give(token, to: &response, context)
            return response
        }
    }
}
