public import Hummingbird
public import Stations
public import Storage
public import Web

/// The staff desk's first page: how things stand, without a word about any person.
///
///     GET  /    cases by state, stations, open alarms
public struct DeskRoutes: Sendable {
    let frame: Frame
    let count: CountCases
    let stations: StationQueries

    public init(frame: Frame, engine: any SQLEngine, stations: StationQueries) {
        self.frame = frame
        count = CountCases(engine: engine)
        self.stations = stations
    }

    public func add(to router: Router<EgretContext>) {
        router.get("/", use: overview)
    }

    @Sendable func overview(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let counts = try await count()
        return DeskPage(
            counts: counts, stations: try await stations.listings(),
            alarms: try await stations.openAlarms(), stops: try await stations.serviceStops(),
            overdue: try await count.overdue(), escalated: try await count.escalated(),
            referred: try await count.referred()
        ).html(frame, context)
    }
}
