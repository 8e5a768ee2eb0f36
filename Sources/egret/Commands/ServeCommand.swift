import ArgumentParser
import Base
import Catalogue
import Documents
import Hummingbird
import Logging
import ServiceLifecycle
import Storage
import UnixSignals
import Web

/// `egret serve`: the centre, with its three addresses and its background work.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the centre.",
        discussion:
            "Refuses to start on a database whose schema it does not know, and on a SQLite file on which another centre serves. SIGTERM drains it."
    )

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        Logs.start()
        let logger = Logger(label: "egret")
        OwnMemory.close(logger)
        let config = try await shared.reader()
        let database = try DatabaseConfig(config)
        try database.checkFolder()
        let sole = database.engine == .sqlite ? try SoleCentre(database: database.path) : nil
        defer { withExtendedLifetime(sole) {} }
        let house = try await House(config, logger: logger)
        if !house.centre.typefaces.areMade {
            logger.notice(
                "papers are drawn with Noto alone, several times as large; scripts/fonts makes Egret's own")
        }
        do {
            try await Migrator(engine: house.engine, migrations: House.migrations, world: house.world)
                .requireCurrent()
            // Before anybody is served, so that nobody is offered what was replaced, and every node can read what a case is
            // opened under here.
            try await house.keepServices()
            try await house.readServices()
            house.publications.logUnreadable(logger)
            let again = try await house.retention.eraseAgain()
            if again > 0 {
                logger.warning(
                    "an older database was restored: persons erased since are erased again",
                    metadata: ["persons": "\(again)"])
            }
            let undone = try await house.carryOutAgain()
            if undone > 0 {
                logger.warning(
                    "an older database was restored: what persons had deleted or closed since is so again",
                    metadata: ["requests": "\(undone)"])
            }
            try await house.idempotency.forgetUnfinished()
            try await house.welcomeFirstOfficer()
            try await house.run(manager: ServiceManager.ofThisProcess())
        } catch {
            await house.close()
            throw error
        }
        await house.close()
    }
}

extension House {
    /// Serves until told to stop; what is in flight ends first.
    func run(manager: ServiceManager) async throws {
        let watchdog = client.map { Watchdog(manager: manager, client: $0, world: world) }
        let host = centre.host.contains(":") ? "[\(centre.host)]" : centre.host
        let services = try services { surface, port in
            if surface == .public, let port { watchdog?.listens(at: "http://\(host):\(port)/livez") }
        }
        var configuration = ServiceGroupConfiguration(
            services: (watchdog.map { [NamedService($0)] } ?? []) + services
                + [NamedService(OwnMemory.Upkeep(world: world, logger: logger))],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// The three listeners and the background work; `onRunning` is told the port of each.
    func services(
        onRunning: @escaping @Sendable (Surface, Int?) async -> Void = { _, _ in }
    ) throws -> [any Service] {
        let publicSite = publicListener()
        let staff = staffListener()
        let terminals = terminalListener()
        let listeners: [any Service] = [
            publicSite.application(try publicRouter(publicSite)) { await onRunning(.public, $0) },
            staff.application(staffRouter(staff)) { await onRunning(.staff, $0) },
            terminals.application(terminalRouter(terminals)) { await onRunning(.terminal, $0) },
        ]
        return try (backgroundServices() + listeners).map { NamedService($0) }
    }
}
