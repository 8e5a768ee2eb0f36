import Base
public import Hummingbird
public import Web

/// Where the stations are, for everyone.
///
///     GET /stations            the page
///     GET /api/v1/stations     the same for programs
public struct StationRoutes: Sendable {
    private let queries: StationQueries
    private let frame: Frame

    public init(queries: StationQueries, frame: Frame) {
        self.queries = queries
        self.frame = frame
    }

    public func add(to router: Router<EgretContext>) {
        router.get("stations", use: page)
        router.get("api/v1/stations", use: document)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        StationsPage(listings: try await queries.listings()).html(frame, context)
    }

    @Sendable func document(_ request: Request, _ context: EgretContext) async throws -> Response {
        try json(StationsDocument(stations: try await queries.listings().map(StationsDocument.Entry.init)))
    }
}
