public import Base
public import Hummingbird
public import Web
import HTTPTypes
import Identity

/// A person's own mandates, on the terminal listener and below the account on the public one.
///
///     GET  /mandates                        what she gave to whom, and the form for another
///     POST /mandates                        gives one; needs a fresh proof, at a terminal the card
///     POST /mandates/{mandate}/revocation   takes it back, at once
public struct MandateRoutes: Sendable {
    /// Who is there, by the surface's own session; throws when nobody is.
    public struct Person: Sendable {
        let citizen: Token
        let terminal: String?

        public init(citizen: Token, terminal: String?) {
            self.citizen = citizen
            self.terminal = terminal
        }
    }

    public typealias Known = @Sendable (_ context: EgretContext) async throws -> Person

    let frame: Frame
    let world: World
    let manage: ManageMandates
    let idempotency: Idempotency
    let known: Known
    /// Throws ``AccountRefused/proofStale`` or ``RepresentationRefused/cardNeeded`` when more is needed.
    let proved: Known

    public init(
        frame: Frame, world: World, manage: ManageMandates, idempotency: Idempotency, known: @escaping Known,
        proved: @escaping Known
    ) {
        self.frame = frame
        self.world = world
        self.manage = manage
        self.idempotency = idempotency
        self.known = known
        self.proved = proved
    }

    public func add(to routes: some RouterMethods<EgretContext>) {
        routes.get("mandates", use: list)
        routes.post("mandates", use: give)
        routes.post("mandates/{mandate}/revocation", use: revoke)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        try await page(of: known(context), nil, context)
    }

    @Sendable func give(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let person = try await proved(context)
            do {
                _ = try await manage.give(
                    ManageMandates.Wish(
                        name: form["name"] ?? "", number: form["number"] ?? "", scope: form["scope"] ?? "",
                        days: form["days"].flatMap { Int($0) } ?? 0),
                    by: person.citizen, terminal: person.terminal, requestID: context.requestID)
                return Response.redirect(to: MandatesPage.place(context))
            } catch let refusal as RepresentationRefused {
                return try await page(of: person, refusal, context).response(status: refusal.status)
            }
        }
    }

    @Sendable func revoke(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let person = try await known(context)
            guard let id = context.parameters.get("mandate").flatMap(Token.init(rawValue:)) else {
                throw RepresentationRefused.mandateUnknown
            }
            try await manage.revoke(
                id, of: person.citizen, terminal: person.terminal, requestID: context.requestID)
            return Response.redirect(to: MandatesPage.place(context))
        }
    }

    private func page(
        of person: Person, _ problem: RepresentationRefused?, _ context: EgretContext
    ) async throws -> HTML {
        MandatesPage(
            mandates: try await manage.all(of: person.citizen), services: manage.services,
            daysMax: manage.daysMax ?? 0, problem: problem, proof: try await proof(context), now: world.now(),
            world: world
        ).html(frame, context)
    }

    /// Where she proves herself again before she can give a mandate; nil when she need not.
    private func proof(_ context: EgretContext) async throws -> String? {
        do {
            _ = try await proved(context)
            return nil
        } catch is AccountRefused {
            return "/account/proof?next=%2Faccount%2Fmandates"
        } catch RepresentationRefused.cardNeeded {
            return "/services/egret/my-data"
        }
    }
}
