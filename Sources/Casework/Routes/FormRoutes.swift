public import Base
public import Catalogue
public import Hummingbird
public import Identity
public import Stations
public import Web
import HTTPTypes
import Uploads

/// A form and where its case stands, at a terminal and on its person's phone alike.
///
///     GET  …                        wherever the case stands
///     POST …/record                 ask the department again
///     GET  …/questions/{question}   one question
///     POST …/questions/{question}   its answer
///     POST …/questions/{question}/files                  files to it, from a phone
///     POST …/questions/{question}/files/{file}/removal   takes one back
///     GET  …/files/{file}           one of her files, from a phone
///     GET  …/appointment            where and when (?place=, ?day=), or which booking is given back
///     POST …/appointment            holds the slot while she checks
///     GET  …/check                  everything, before it counts
///     POST …/submission             submit: the paper is made
///     GET  …/version                what a newer version of the service asks otherwise
///     POST …/version                she goes on under it
///     GET  …/removal                whether she wants to throw the form away
///     POST …/removal                she throws the form away
///     GET  …/standing               who decides it and by when; what to correct; why it was refused; when it was withdrawn
///     POST …/corrections            hand it in again, corrected
///     POST …/refusal                she has read why
///     GET  …/withdrawal             whether she wants to withdraw what is being decided
///     POST …/withdrawal             she withdraws it
public struct FormRoutes: Sendable {
    /// The person of a request, as far as she may see the case it names; throws for everybody else.
    public typealias Known =
        @Sendable (_ context: EgretContext, _ number: CaseNumber) async throws -> IdentifiedSession
    /// Whether she may see her data in full now, which on a phone asks for a fresh proof.
    public typealias Opening = @Sendable (_ context: EgretContext) async throws -> Bool

    let frame: Frame
    let world: World
    let catalogue: Catalogue
    let verbs: CaseVerbs
    let stations: StationQueries
    let idempotency: Idempotency
    let place: CasePlace
    /// The site's address as a phone reaches it; nil where she is on it.
    let site: String?
    let known: Known
    let mayOpen: Opening
    let uploads = UploadGate()

    public init(
        frame: Frame, world: World, catalogue: Catalogue, verbs: CaseVerbs, stations: StationQueries,
        idempotency: Idempotency, place: CasePlace, site: String? = nil, known: @escaping Known,
        mayOpen: @escaping Opening = { _ in true }
    ) {
        self.frame = frame
        self.world = world
        self.catalogue = catalogue
        self.verbs = verbs
        self.stations = stations
        self.idempotency = idempotency
        self.place = place
        self.site = site
        self.known = known
        self.mayOpen = mayOpen
    }

    public func add(to router: some RouterMethods<EgretContext>) {
        router.get("cases/{number}", use: resume)
        router.post("cases/{number}/record", use: fetch)
        router.get("cases/{number}/questions/{question}", use: question)
        router.post("cases/{number}/questions/{question}", use: answer)
        router.get("cases/{number}/appointment", use: slots)
        router.post("cases/{number}/appointment", use: hold)
        router.get("cases/{number}/check", use: check)
        router.post("cases/{number}/submission", use: submit)
        router.get("cases/{number}/version", use: version)
        router.post("cases/{number}/version", use: acceptVersion)
        router.get("cases/{number}/removal", use: removal)
        router.post("cases/{number}/removal", use: throwAway)
        router.get("cases/{number}/standing", use: standing)
        router.post("cases/{number}/corrections", use: correct)
        router.post("cases/{number}/refusal", use: readRefusal)
        router.get("cases/{number}/withdrawal", use: withdrawal)
        router.post("cases/{number}/withdrawal", use: withdraw)
        if place == .phone { addFiles(to: router) }
    }

    func number(_ context: EgretContext) throws(CaseRefused) -> CaseNumber {
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init) else {
            throw .unknownCase
        }
        return number
    }

    func session(_ context: EgretContext) async throws -> IdentifiedSession {
        try await known(context, number(context))
    }

    func path(_ file: CaseFile) -> String { place.path(file.number) }

    @Sendable func version(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await verbs.owned.form(number(context), of: session(context))
        guard let change = form.change else { return Response.redirect(to: path(form.file)) }
        return VersionPage(form: form, change: change, place: place, key: Token(world))
            .html(frame, context).response(status: .ok)
    }

    @Sendable func acceptVersion(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            try await verbs.own.acceptVersion(number, of: session(context))
            do {
                try await verbs.fetch(number, of: session(context), requestID: context.requestID)
            } catch is PortError {
                // Its page says that the department is silent.
            } catch CaseRefused.wrongPerson {
                // The same; its page says that the service has stopped itself.
            }
            return Response.redirect(to: place.path(number))
        }
    }

    @Sendable func removal(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await verbs.owned.form(number(context), of: session(context))
        guard form.file.state == .open else { return Response.redirect(to: place.path(form.file.number)) }
        return GivingUpPage(.removal, of: form, place: place, key: Token(world)).html(frame, context)
            .response(status: .ok)
    }

    @Sendable func throwAway(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            try await verbs.own.throwAway(
                number(context), of: session(context), requestID: context.requestID)
            return Response.redirect(to: place == .phone ? place.home : "/cases/unfinished")
        }
    }
}
