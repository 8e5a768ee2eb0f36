public import Base
public import Casework
public import Catalogue
public import Hummingbird
public import Identity
public import Web
import HTTPTypes

/// The last step of a visit: five faces, then the session is over.
///
///     GET  /cases/{number}/rating    how was it
///     POST /cases/{number}/rating    said; the visit ends
public struct RatingRoutes: Sendable {
    let frame: Frame
    let world: World
    let identity: IdentityVerbs
    let owned: OwnedCase
    let catalogue: Catalogue
    let rate: RateCase
    let idempotency: Idempotency

    public init(
        frame: Frame, world: World, identity: IdentityVerbs, owned: OwnedCase, catalogue: Catalogue,
        rate: RateCase,
        idempotency: Idempotency
    ) {
        self.frame = frame
        self.world = world
        self.identity = identity
        self.owned = owned
        self.catalogue = catalogue
        self.rate = rate
        self.idempotency = idempotency
    }

    public func add(to router: Router<EgretContext>) {
        router.get("cases/{number}/rating", use: page)
        router.post("cases/{number}/rating", use: take)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let file = try await file(context)
        return RatingPage(
            action: "/cases/\(file.number)/rating", skip: "/goodbye", reasons: file.ratingReasons(catalogue),
            key: Token(world)
        ).html(frame, context)
    }

    @Sendable func take(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let file = try await file(context)
            let level = try RatingPage.level(in: form)
            let terminal = context.terminalID ?? ""
            do {
                try await rate(
                    caseNumber: file.number.rawValue, service: file.service.rawValue, terminal: terminal,
                    level: level,
                    reasons: RatingPage.reasons(in: form, of: file.ratingReasons(catalogue)))
            } catch RatingRefused.alreadyGiven {
                // Said on an earlier visit: this one ends all the same.
            }
            try await identity.end.visit(
                of: context.sessionToken ?? "", at: terminal, requestID: context.requestID)
            var response = Response.redirect(to: "/goodbye")
            SessionCarrier.end(in: &response, context)
            return response
        }
    }

    private func file(_ context: EgretContext) async throws -> CaseFile {
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init) else {
            throw CaseRefused.unknownCase
        }
        let session = try await identity.current.identified(
            token: context.sessionToken, terminal: context.terminalID)
        return try await owned(number, of: session)
    }
}
