import Base
import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle
import Serving
import Web

extension Agent {
    /// The web server on loopback with everything that runs beside it.
    func application(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> Application<AgentResponder> {
        Application(
            responder: responder(), server: .onceTaken(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil,
                reuseAddress: true),
            services: services.map { NamedService($0) },
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? configuration.port
                door.open(port: port)
                await onRunning(port)
            },
            logger: logger)
    }

    /// What works beside the pages as long as the agent runs.
    var services: [any Service] {
        var services: [any Service] = [
            desk, courier, health, disk, tray,
            Start(centre: centre, readiness: readiness, world: world, logger: logger),
            IdleKeeper(
                memory: memory, stop: stop, desk: desk, end: end, browser: devices.browser, door: door,
                world: world),
        ]
        if let browser = devices.browser as? KioskBrowser {
            browser.whenGone { forgetVisit() }
            services.append(browser)
        }
        return services
    }

    /// The browser has died, and with it what the citizen saw: the next one begins with nobody's visit.
    ///
    /// The centre hears of the end with the next round of ``IdleKeeper``.
    private func forgetVisit() {
        memory.forget()
        desk.forget()
        door.release()
    }

    func responder() -> AgentResponder {
        let listener = Listener(.terminal, frame: frame, world: world, logger: logger)
        let router = listener.router()
        let pages = LocalPages(frame: frame)
        let forwarder = Forwarder(centre: centre, memory: memory, pages: pages, world: world)
        VisitRoutes(agent: self).add(to: router)
        CardRoutes(agent: self, forwarder: forwarder).add(to: router)
        FaceRoutes(agent: self, forwarder: forwarder).add(to: router)
        PrintRoutes(agent: self, pages: pages).add(to: router)
        if let simulator = devices.simulator {
            SimulatorRoutes(simulator: simulator, frame: frame).add(to: router)
        }
        return AgentResponder(
            agent: self, local: router.buildResponder(), forwarder: forwarder, pages: pages)
    }
}
