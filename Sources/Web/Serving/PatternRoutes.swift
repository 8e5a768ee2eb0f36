import Base
import Hummingbird

/// Every part in every state, for those who build pages; in development only.
///
///     GET  /dev/patterns    the parts in the frame of the surface
struct PatternRoutes: Sendable {
    let frame: Frame

    func add(to router: Router<EgretContext>) {
        router.get("dev/patterns", use: show)
    }

    @Sendable func show(_ request: Request, _ context: EgretContext) async throws -> HTML {
        PatternPage(frame: frame).html(context)
    }
}
