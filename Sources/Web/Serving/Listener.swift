public import Base
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import Serving

/// One address of the house: a surface with its guards, its log, its figures and its pages for what goes wrong.
///
///     let router = listener.router()
///     CaseRoutes(…).add(to: router)
///     let application = listener.application(router)
public struct Listener: Sendable {
    public let surface: Surface
    public let settings: Settings
    public let frame: Frame
    public let world: World
    let logger: Logger
    let metrics: PrometheusRegistry
    let checks: [ReadinessCheck]
    private let routes = RouteTable()

    public init(
        _ surface: Surface, settings: Settings = Settings(), frame: Frame, world: World,
        logger: Logger = Logger(label: "egret.web"), metrics: PrometheusRegistry = PrometheusRegistry(),
        checks: [ReadinessCheck] = []
    ) {
        self.surface = surface
        self.settings = settings
        self.frame = frame
        self.world = world
        self.logger = logger
        self.metrics = metrics
        self.checks = checks
    }

    /// A router with every guard in place; a room adds its routes, and its own middleware before them.
    public func router() -> Router<EgretContext> {
        let router = Router(context: EgretContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: ProblemMiddleware(frame: frame, routes: routes))
        router.add(middleware: PathGuard(bodyMaxBytes: settings.bodyMaxBytes))
        router.add(middleware: SameOriginGuard(surface: surface))
        HealthRoutes(checks: checks, metrics: settings.servesMetrics ? metrics : nil).add(to: router)
        AssetRoutes(assets: frame.assets).add(to: router)
        DisplayRoutes(frame: frame, isSecure: surface != .terminal, routes: routes).add(to: router)
        if settings.isDevelopment { PatternRoutes(frame: frame).add(to: router) }
        return router
    }

    /// The server of this surface, ready to run as a service.
    ///
    /// `onRunning` is told the port that was bound, for a listener on port 0; nil on a socket file.
    public func application(
        _ router: Router<EgretContext>, onRunning: @escaping @Sendable (Int?) async -> Void = { _ in }
    ) -> Application<SurfaceResponder> {
        routes.learn(router.routes)
        let responder = router.buildResponder()
        return Application(
            responder: SurfaceResponder(
                listener: self, router: responder,
                again: FormAgain(frame: frame, routes: routes, router: responder)),
            server: .onceTaken(configuration: settings.channel),
            configuration: ApplicationConfiguration(
                address: settings.address, serverName: nil, backlog: settings.backlog, reuseAddress: true),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port) },
            logger: logger)
    }
}
