public import Catalogue
public import Hummingbird
public import Web

/// The public site's own pages.
///
///     GET  /                                  what this is
///     GET  /services                          what can be done, by department
public struct PublicRoutes: Sendable {
    let frame: Frame
    let catalogue: Catalogue

    public init(frame: Frame, catalogue: Catalogue) {
        self.frame = frame
        self.catalogue = catalogue
    }

    public func add(to router: Router<EgretContext>) {
        router.get("/", use: home)
        router.get("services", use: services)
    }

    @Sendable func home(_ request: Request, _ context: EgretContext) async throws -> HTML {
        PublicHomePage().html(frame, context)
    }

    @Sendable func services(_ request: Request, _ context: EgretContext) async throws -> HTML {
        PublicServicesPage(catalogue: catalogue).html(frame, context)
    }
}
