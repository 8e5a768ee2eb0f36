public import Base
public import Hummingbird
public import Identity
public import Web
import HTTPTypes

/// A person's own mandates, on the terminal listener and below the account on the public one.
///
///     GET  /mandates                        what she gave to whom, and the form for another; family=yes: by choice alone
///     POST /mandates                        gives one; needs a fresh proof, at a terminal the card
///     POST /mandates/{mandate}/revocation   takes it back, at once
///     POST /mandates/{mandate}/agreement    an old parent's word to a child who asked; a yes needs a fresh proof
public struct MandateRoutes: Sendable {
    /// Who is there, by the surface's own session; throws when nobody is.
    public struct Person: Sendable {
        let citizen: Token
        let terminal: String?
        /// Of her visit, or of her sign-in.
        let session: Token?
        /// Her visit at a terminal, in which the register of families can be asked about her; nil in her account.
        let visit: IdentifiedSession?

        /// Somebody at a terminal.
        public init(_ visit: IdentifiedSession) {
            citizen = visit.citizen
            terminal = visit.session.terminalID
            session = visit.session.id
            self.visit = visit
        }

        /// Somebody in her account.
        public init(citizen: Token, session: Token?) {
            self.citizen = citizen
            self.session = session
            terminal = nil
            visit = nil
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
        routes.post("mandates/{mandate}/agreement", use: agree)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard request.uri.queryParameters["family"] == "yes" else {
            return try await page(of: known(context), nil, context).response(status: .ok)
        }
        let person = try await proved(context)
        do {
            return try await page(
                of: person, nil, family: family(of: person, context), context
            ).response(status: .ok)
        } catch let refusal as RepresentationRefused where refusal.isOfRegister {
            return try await page(of: person, refusal, context).response(status: refusal.status)
        }
    }

    private func family(
        of person: Person, _ context: EgretContext
    ) async throws -> [FamilyHolders.Candidate] {
        guard let visit = person.visit else { throw RepresentationRefused.cardNeeded }
        return try await manage.family.candidates(of: visit, requestID: context.requestID)
    }

    /// Whom the form names: by choice from the family at a terminal, or as it was typed.
    private func holder(
        _ form: Form, of person: Person, _ context: EgretContext
    ) async throws -> (name: String, number: String) {
        guard let choice = form["holder"], let visit = person.visit else {
            return (form["name"] ?? "", form["number"] ?? "")
        }
        let holder = try await manage.family.holder(choice, of: visit, requestID: context.requestID)
        return (holder.name, holder.number)
    }

    @Sendable func give(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let person = try await proved(context)
            do {
                let holder = try await holder(form, of: person, context)
                _ = try await manage.give(
                    ManageMandates.Wish(
                        name: holder.name, number: holder.number, scope: form["scope"] ?? "",
                        days: form["days"].flatMap { Int($0) } ?? 0),
                    by: person.citizen, terminal: person.terminal, session: person.session,
                    requestID: context.requestID)
                return Response.redirect(to: MandatesPage.place(context))
            } catch let refusal as RepresentationRefused {
                let family =
                    form["holder"] == nil || refusal.isOfRegister
                    ? nil : try await family(of: person, context)
                return try await page(of: person, refusal, family: family, sent: form, context).response(
                    status: refusal.status)
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

    @Sendable func agree(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let answer = form["answer"].flatMap(ParentAgreement.Answer.init),
                let id = context.parameters.get("mandate").flatMap(Token.init(rawValue:))
            else { throw RepresentationRefused.agreementUnknown }
            let person = try await answer == .agreed ? proved(context) : known(context)
            try await manage.answerChild(
                id, answer, of: person.citizen, terminal: person.terminal, session: person.session,
                requestID: context.requestID)
            return Response.redirect(to: MandatesPage.place(context))
        }
    }

    private func page(
        of person: Person, _ problem: RepresentationRefused?, family: [FamilyHolders.Candidate]? = nil,
        sent: Form? = nil, _ context: EgretContext
    ) async throws -> HTML {
        MandatesPage(
            mandates: try await manage.all(of: person.citizen),
            asked: try await manage.answerChild.all(of: person.citizen), services: manage.services,
            daysMax: manage.daysMax ?? 0, family: family, problem: problem, sent: sent,
            proof: try await proof(context), now: world.now(), world: world
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
