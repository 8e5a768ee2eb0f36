public import Catalogue
public import Hummingbird
public import Web

/// How services were rated, for everyone.
///
///     GET /ratings
public struct RatingFiguresRoutes: Sendable {
    private let queries: RatingQueries
    private let catalogue: Catalogue
    private let frame: Frame

    public init(queries: RatingQueries, catalogue: Catalogue, frame: Frame) {
        self.queries = queries
        self.catalogue = catalogue
        self.frame = frame
    }

    public func add(to router: Router<EgretContext>) {
        router.get("ratings", use: page)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        RatingFiguresPage(catalogue, try await queries.byService()).html(frame, context)
    }
}
