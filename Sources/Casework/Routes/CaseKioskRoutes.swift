public import Base
public import Catalogue
public import Hummingbird
public import Identity
import Representation
public import Stations
public import Web
import HTTPTypes
import Wire

/// A person's way from the first screen to the sealed paper, at a terminal.
///
///     GET  /                                    what can be done here
///     GET  /services                            by words (?q=), topic, department
///     GET  /services/{department}/{slug}        what it gives and needs
///     POST /services/{department}/{slug}/start  begin: a visit opens
///     GET  /cases/opening                       one press from the case
///     POST /cases                               the case opens, or is taken up again; as JSON, a whole application
///     …    /cases/{number}…                     the form and its standing: ``FormRoutes``
///     GET  /cases/{number}/hand-over            the picture that carries the form to her phone, and what came of it
///     POST /cases/{number}/hand-over            make one
///     GET  /cases/{number}/paper                print it, take it
///     GET  /cases/{number}/receipt              the same of its letters: it came in, while departments decide;
///     GET  /cases/{number}/acceptance           it is complete;
///     GET  /cases/{number}/refusal              it is refused, and why
///     GET  /cases/again                         a paper that came out before: once more, or a new one
///     GET  /cases/running                       what is being decided: look at each, or another one beside it
///     POST /cases/{number}/again                once more: the case is taken into this visit
///     GET  /cases/unfinished                    what she began and has not finished, and papers to print again
///     GET  /services/egret/unfinished           the way in for who comes to go on with something
///     POST /services/egret/unfinished/start     a visit begins
///     GET  /bundles/{bundle}                    how far everything is that an event in life asks
///     POST /bundles/{bundle}/services/{d}/{s}   begin one of its services, or go on with it
///     GET  /goodbye                             take your card and your paper
public struct CaseKioskRoutes: Sendable {
    let frame: Frame
    let world: World
    let catalogue: Catalogue
    let identity: IdentityVerbs
    let verbs: CaseVerbs
    let stations: StationQueries
    let idempotency: Idempotency
    /// The site's address as a phone reaches it.
    let site: String
    let forms: FormRoutes

    public init(
        frame: Frame, world: World, catalogue: Catalogue, identity: IdentityVerbs, verbs: CaseVerbs,
        stations: StationQueries, idempotency: Idempotency, site: String
    ) {
        self.frame = frame
        self.world = world
        self.catalogue = catalogue
        self.identity = identity
        self.verbs = verbs
        self.stations = stations
        self.idempotency = idempotency
        self.site = site
        forms = FormRoutes(
            frame: frame, world: world, catalogue: catalogue, verbs: verbs, stations: stations,
            idempotency: idempotency, place: .terminal, site: site,
            known: { context, _ in
                try await identity.current.identified(
                    token: context.sessionToken, terminal: context.terminalID)
            })
    }

    public func add(to router: Router<EgretContext>) {
        router.get("/", use: home)
        router.get("services", use: services)
        router.get("services/{department}/{slug}", use: service)
        router.post("services/{department}/{slug}/start", use: start)
        router.get("cases/opening", use: opening)
        router.post("cases", use: open)
        forms.add(to: router)
        router.get("cases/{number}/paper", use: paper)
        for paper in CasePaper.allCases where paper.isLetter {
            router.get("cases/{number}/\(paper.place)") { try await letter(paper, $0, $1) }
        }
        router.get("cases/{number}/hand-over", use: handOver)
        router.post("cases/{number}/hand-over", use: showHandOver)
        router.get("cases/again", use: again)
        router.get("cases/running", use: running)
        router.post("cases/{number}/again", use: takeAgain)
        router.get("cases/unfinished", use: unfinished)
        router.get("services/egret/unfinished", use: unfinishedFront)
        router.post("services/egret/unfinished/start", use: startUnfinished)
        router.get("bundles/{bundle}", use: bundle)
        router.post("bundles/{bundle}/services/{department}/{slug}", use: bundleService)
        router.get("goodbye", use: goodbye)
    }

    /// By what people may act for others in a service, or in an event in life; by nothing in what is neither.
    @Sendable public func representation(_ service: String) -> Set<RepresentationKind> {
        guard let id = ServiceID(rawValue: service) else { return [] }
        return catalogue.bundle(id)?.representation ?? catalogue[id]?.representation ?? []
    }

    /// The ways to be identified that a service accepts, none better placed than the other.
    @Sendable public func ways(_ service: String) -> [Way] {
        guard let item = ServiceID(rawValue: service).flatMap({ catalogue[$0] }) else { return [] }
        return Way.accepted(by: item)
    }

    /// Those of some ways for which a terminal has its devices now; all of them where none is left to choose.
    @Sendable public func waysHere(_ ways: [Way], _ terminal: String?) async throws -> [Way] {
        let usable = ServiceHere.usable(ways, at: try await health(of: terminal))
        return usable.isEmpty ? ways : usable
    }

    /// Where an identified person goes on: her case, opened and filled as far as the department answers.
    @Sendable public func next(_ session: IdentifiedSession, _ requestID: String) async throws -> String {
        if session.session.service == Self.unfinished { return "/cases/unfinished" }
        guard let id = ServiceID(rawValue: session.session.service) else { throw CaseRefused.unknownService }
        // Who came for somebody else says for whom before anything is opened or asked.
        if session.session.isForAnother {
            guard try await verbs.acting.acting(of: session) != nil else { return "/acting" }
            // An event in life is her own, whichever child she turns to within it.
            if catalogue.bundle(id) != nil { return CasePlace.terminal.path(id) }
        }
        // Whose paper came out before says first whether she wants it once more, or a new one.
        guard try await verbs.reprint.offer(id, to: session) == nil else { return "/cases/again" }
        // Whose complaint is being answered may have come with another one.
        guard try await verbs.open.running(id, of: session).isEmpty else { return "/cases/running" }
        return try await open(id, for: session, requestID)
    }

    /// Opens a case, or takes it up again, and fills it as far as the department answers.
    func open(
        _ id: ServiceID, for session: IdentifiedSession, within event: ServiceID? = nil,
        another: Bool = false, running: CaseNumber? = nil, _ requestID: String
    ) async throws -> String {
        let number = try await verbs.open(
            id, for: session, within: event, another: another, running: running, requestID: requestID)
        do {
            try await verbs.fetch(number, of: session, requestID: requestID)
        } catch is PortError {
            // The case stands with its number; its page says that the department is silent.
        } catch CaseRefused.wrongPerson {
            // The same; its page says that the service has stopped itself here.
        }
        return "/cases/\(number)"
    }

    @Sendable func home(_ request: Request, _ context: EgretContext) async throws -> HTML {
        HomePage(
            catalogue: catalogue, often: try await verbs.choose.often(at: context.terminalID),
            place: try await place(context), stopped: try await stopped(context)
        ).html(frame, context)
    }

    @Sendable func services(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let choice = verbs.choose.choice(request.uri.queryParameters)
        return ServicesPage(choice, stopped: try await stopped(context)).html(frame, context)
    }

    @Sendable func service(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let item = try item(context)
        return ServicePage(
            item: item, department: catalogue.department(item.department)?.name[context.language] ?? "",
            here: try await here(item, context),
            services: catalogue.parts(of: item.id),
            papers: catalogue.bundle(item.id).map {
                EventPapers($0, of: catalogue, on: CalendarDate(inChinaAt: world.now()))
            },
            key: Token(world), otherKey: Token(world)
        ).html(frame, context)
    }

    @Sendable func start(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let terminal = context.terminalID else { throw IdentityRefused.sessionOver }
            let item = try item(context)
            let service = item.id.rawValue
            try await stations.requireService(service, at: terminal)
            let forAnother = request.uri.queryParameters["whom"] == "another"
            guard !forAnother || !item.representation.isEmpty else {
                throw RepresentationRefused.notPermitted
            }
            let token = try await identity.begin(
                terminal: terminal, language: context.language, service: service,
                requestID: context.requestID, forAnother: forAnother)
            var response = Response.redirect(to: "/identification")
            SessionCarrier.give(token, to: &response, context)
            return response
        }
    }

    @Sendable func opening(_ request: Request, _ context: EgretContext) async throws -> HTML {
        _ = try await session(context)
        return OpeningPage(key: Token(world)).html(frame, context)
    }

    @Sendable func open(_ request: Request, _ context: EgretContext) async throws -> Response {
        if Self.isApplication(request) { return try await lodge(request, context) }
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            if form["anew"] == "yes", let place = try await anew(session, context.requestID) {
                return Response.redirect(to: place)
            }
            if let choice = form[RunningPage.field],
                let place = try await goOn(session, choice, context.requestID)
            {
                return Response.redirect(to: place)
            }
            return Response.redirect(to: try await next(session, context.requestID))
        }
    }

    @Sendable func goodbye(_ request: Request, _ context: EgretContext) async throws -> HTML {
        GoodbyePage().html(frame, context)
    }

    func session(_ context: EgretContext) async throws -> IdentifiedSession {
        try await identity.current.identified(token: context.sessionToken, terminal: context.terminalID)
    }

    func number(_ context: EgretContext) throws(CaseRefused) -> CaseNumber {
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init) else {
            throw .unknownCase
        }
        return number
    }

    private func item(_ context: EgretContext) throws(CaseRefused) -> ServiceItem {
        let department = context.parameters.get("department") ?? ""
        let slug = context.parameters.get("slug") ?? ""
        guard let id = ServiceID(rawValue: "\(department)/\(slug)"), let item = catalogue[id],
            item.selfService
        else {
            throw .unknownService
        }
        return item
    }

    private func place(_ context: EgretContext) async throws -> String? {
        guard let terminal = context.terminalID else { return nil }
        return try await stations.station(of: terminal)?.name[context.language]
    }

    private func stopped(_ context: EgretContext) async throws -> Set<String> {
        guard let terminal = context.terminalID else { return [] }
        return try await stations.servicesStopped(at: terminal)
    }

    /// Whether this terminal can do a service just now, by its devices' last word and what is known of the registers.
    private func here(_ item: ServiceItem, _ context: EgretContext) async throws -> ServiceHere {
        ServiceHere(
            ServiceHere.Needs(item, offersNetwork: identity.offersNetwork),
            isStopped: try await stopped(context).contains(item.id.rawValue),
            health: try await health(of: context.terminalID), isRegisterSilent: verbs.fetch.isAnySilent(item))
    }

    private func health(of terminal: String?) async throws -> TerminalHealth? {
        guard let terminal else { return nil }
        return try await stations.terminal(terminal)?.lastHealth
    }
}
