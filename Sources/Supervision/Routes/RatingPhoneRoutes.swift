public import Base
public import Casework
public import Catalogue
public import Hummingbird
public import Identity
public import Web
import HTTPTypes

/// Five faces on a person's own phone, once her case is handed in.
///
///     GET  …/cases/{number}/rating    how was it; or that she has said so
///     POST …/cases/{number}/rating    said
public struct RatingPhoneRoutes: Sendable {
    /// The person of a request, as far as she may see the case it names; throws for everybody else.
    public typealias Known =
        @Sendable (_ context: EgretContext, _ number: CaseNumber) async throws -> IdentifiedSession

    let frame: Frame
    let world: World
    let owned: OwnedCase
    let catalogue: Catalogue
    let rate: RateCase
    let ratings: RatingQueries
    let idempotency: Idempotency
    let known: Known

    public init(
        frame: Frame, world: World, owned: OwnedCase, catalogue: Catalogue, rate: RateCase,
        ratings: RatingQueries, idempotency: Idempotency, known: @escaping Known
    ) {
        self.frame = frame
        self.world = world
        self.owned = owned
        self.catalogue = catalogue
        self.rate = rate
        self.ratings = ratings
        self.idempotency = idempotency
        self.known = known
    }

    public func add(to account: some RouterMethods<EgretContext>) {
        account.get("cases/{number}/rating", use: page)
        account.post("cases/{number}/rating", use: take)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let file = try await file(context)
        let path = "/account/cases/\(file.number)"
        guard try await !ratings.isRated(file.number.rawValue) else {
            return RatingPage.given(frame, context, back: path)
        }
        return RatingPage(
            action: path + "/rating", skip: path, reasons: file.ratingReasons(catalogue), key: Token(world),
            isAtHome: true
        ).html(frame, context)
    }

    @Sendable func take(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let file = try await file(context)
            do {
                try await rate(
                    caseNumber: file.number.rawValue, service: file.service.rawValue,
                    terminal: RateCase.atHome,
                    level: RatingPage.level(in: form),
                    reasons: RatingPage.reasons(in: form, of: file.ratingReasons(catalogue)))
            } catch RatingRefused.alreadyGiven {
                // Said at a terminal; the page says so.
            }
            return Response.redirect(to: "/account/cases/\(file.number)/rating")
        }
    }

    /// A case of hers that was handed in: before that there is nothing to rate.
    private func file(_ context: EgretContext) async throws -> CaseFile {
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init) else {
            throw CaseRefused.unknownCase
        }
        let file = try await owned(number, of: known(context, number))
        guard file.isRateable else { throw CaseRefused.notNow }
        return file
    }
}

extension CaseFile {
    /// Whether its person has had something to rate: it was handed in, and not thrown away.
    var isRateable: Bool { state != .open && state != .withdrawn }

    /// As the version of the case asks.
    func ratingReasons(_ catalogue: Catalogue) -> [RatingReason] {
        catalogue[service, version: serviceVersion]?.ratingReasons ?? RatingReason.standard
    }
}
