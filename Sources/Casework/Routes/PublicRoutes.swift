public import Base
public import Catalogue
public import Hummingbird
public import Stations
public import Web

/// The public site's own pages.
///
///     GET  /                                  what this is
///     GET  /services                          by words (?q=), topic, department
///     GET  /services/{department}/{slug}      what it is, who can have it, what to bring, and where
public struct PublicRoutes: Sendable {
    /// Whether somebody is signed in, who could begin here.
    public typealias SignedIn = @Sendable (_ context: EgretContext) async -> Bool

    let frame: Frame
    let world: World
    let catalogue: Catalogue
    let choose: ChooseServices
    let stations: StationQueries
    /// Whether the house is connected to the national network identity service.
    let offersNetwork: Bool
    let isSignedIn: SignedIn

    public init(
        frame: Frame, world: World, catalogue: Catalogue, choose: ChooseServices, stations: StationQueries,
        offersNetwork: Bool, isSignedIn: @escaping SignedIn
    ) {
        self.frame = frame
        self.world = world
        self.catalogue = catalogue
        self.choose = choose
        self.stations = stations
        self.offersNetwork = offersNetwork
        self.isSignedIn = isSignedIn
    }

    public func add(to router: Router<EgretContext>) {
        router.get("/", use: home)
        router.get("services", use: services)
        router.get("services/{department}/{slug}", use: service)
    }

    @Sendable func home(_ request: Request, _ context: EgretContext) async throws -> HTML {
        PublicHomePage().html(frame, context)
    }

    @Sendable func services(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let choice = choose.choice(request.uri.queryParameters)
        return PublicServicesPage(
            choice: choice, topics: choose.topics, bundles: catalogue.bundles.map(\.item)
        ).html(frame, context)
    }

    @Sendable func service(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let text = "\(context.parameters.get("department") ?? "")/\(context.parameters.get("slug") ?? "")"
        guard let id = ServiceID(rawValue: text), let item = catalogue[id], item.selfService
        else { throw CaseRefused.unknownService }
        let start: PublicServicePage.Start
        switch (OwnForms.isOnline(item, in: catalogue), await isSignedIn(context)) {
        case (false, _): start = .atTerminals
        case (true, false): start = .signIn
        case (true, true): start = .here(Token(world))
        }
        let needs = ServiceHere.Needs(item, offersNetwork: offersNetwork)
        return PublicServicePage(
            item: item, department: catalogue.department(item.department)?.name[context.language] ?? "",
            stations: try await stations.serving(item.id.rawValue) { health in
                ServiceHere(needs, health: health).bar == nil
            }, start: start, ways: needs.ways,
            services: catalogue.parts(of: item.id),
            papers: catalogue.bundle(item.id).map {
                EventPapers($0, of: catalogue, on: CalendarDate(inChinaAt: world.now()))
            }
        ).html(frame, context)
    }
}
