public import Base
public import Catalogue
public import Hummingbird
public import Identity
public import Web
import HTTPTypes
import Logging

/// A visit on the terminal listener in which a person says for whom she is there; only once she has proved who she is.
///
///     GET  /acting          for whom
///     POST /acting          whom=self goes on; whom=child, parent or mandate shows for whom she may act by it
///     POST /acting/choice   kind=… choice=…: the visit is for that person from now on
public struct ActingRoutes: Sendable {
    /// By what people may act for others in what a visit is for; empty for what everybody does herself.
    public typealias Kinds = @Sendable (_ service: String) -> Set<RepresentationKind>
    /// Where a visit goes on.
    public typealias Next = @Sendable (IdentifiedSession, _ requestID: String) async throws -> String

    let frame: Frame
    let world: World
    let identity: IdentityVerbs
    let choose: ChooseActing
    let idempotency: Idempotency
    let kinds: Kinds
    let next: Next

    public init(
        frame: Frame, world: World, identity: IdentityVerbs, choose: ChooseActing, idempotency: Idempotency,
        kinds: @escaping Kinds, next: @escaping Next
    ) {
        self.frame = frame
        self.world = world
        self.identity = identity
        self.choose = choose
        self.idempotency = idempotency
        self.kinds = kinds
        self.next = next
    }

    public func add(to router: Router<EgretContext>) {
        router.get("acting", use: page)
        router.post("acting", use: list)
        router.post("acting/choice", use: take)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        if try await choose.acting(of: session) != nil {
            return Response.redirect(to: try await next(session, context.requestID))
        }
        return whom(session, nil, context).response(status: .ok)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            guard try await choose.acting(of: session) == nil else {
                throw RepresentationRefused.alreadyChosen
            }
            if form["whom"] == "self" {
                let own = try await identity.renew.forHerself(session)
                return Response.redirect(to: try await next(own, context.requestID))
            }
            let kind = try kind(form["whom"])
            do {
                let candidates = try await choose.candidates(
                    kind, kinds: kinds(session.session.service), of: session, requestID: context.requestID)
                return CandidatesPage(
                    kind: kind, candidates: candidates,
                    basis: choose.parts.catalogue.representation?.legalBasis(kind) ?? [], key: Token(world)
                ).html(frame, context).response(status: .ok)
            } catch let refusal as RepresentationRefused where refusal.isOfRegister {
                // Only this question is harmed: she can go on for herself, or by another right.
                return whom(session, refusal, context).response(status: refusal.status)
            }
        }
    }

    @Sendable func take(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            let chosen = try await choose(
                form["choice"] ?? "", by: kind(form["kind"]), kinds: kinds(session.session.service),
                of: session, requestID: context.requestID)
            var path = "/acting"
            do {
                path = try await next(chosen.session, context.requestID)
            } catch {
                // The visit is that person's; the page of the choice leads on from there.
                context.logger.warning("visit for another not opened", metadata: ["error": "\(error)"])
            }
            var response = Response.redirect(to: path)
            SessionCarrier.give(chosen.token, to: &response, context)
            response.headers[.egretActingFor] = chosen.commitment.hex
            return response
        }
    }

    private func whom(
        _ session: IdentifiedSession, _ problem: RepresentationRefused?, _ context: EgretContext
    ) -> HTML {
        let kinds = kinds(session.session.service)
        return ForWhomPage(
            kinds: RepresentationKind.allCases.filter(kinds.contains), problem: problem, key: Token(world)
        ).html(frame, context)
    }

    private func kind(_ word: String?) throws(RepresentationRefused) -> RepresentationKind {
        guard let kind = word.flatMap(RepresentationKind.init) else { throw .personUnknown }
        return kind
    }

    private func session(_ context: EgretContext) async throws -> IdentifiedSession {
        try await identity.current.identified(token: context.sessionToken, terminal: context.terminalID)
    }
}
