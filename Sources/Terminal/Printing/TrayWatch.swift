import Base
import Logging
import ServiceLifecycle
import Synchronization

/// Watches the tray while nobody is served: a paper that lies there is somebody's, and not the next citizen's.
final class TrayWatch: Service {
    static let pause = Duration.seconds(2)

    private struct State {
        var holdsPaper = false
        var isTold = false
        /// How many visits had ended when it was last looked at.
        var visits = -1
    }

    private let printer: any Printer
    private let memory: SessionMemory
    private let desk: PrintDesk
    private let health: HealthReporter
    private let world: World
    private let logger: Logger
    private let state = Mutex(State())

    init(
        printer: any Printer, memory: SessionMemory, desk: PrintDesk, health: HealthReporter, world: World,
        logger: Logger
    ) {
        self.printer = printer
        self.memory = memory
        self.desk = desk
        self.health = health
        self.world = world
        self.logger = logger
    }

    /// Whether the next citizen may step up: no paper has lain in the tray since the last visit ended.
    func isClear() async -> Bool {
        let known = state.withLock { $0 }
        if known.holdsPaper || known.visits != memory.visit { await look() }
        return state.withLock { !$0.holdsPaper }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat { await self.tick() } while (try? await self.world.sleep(Self.pause)) != nil
        }
    }

    /// Looks, and tells the centre once of each paper, whose health report calls the staff.
    func tick() async {
        await look()
        let isNews = state.withLock { state in
            defer { state.isTold = state.holdsPaper }
            return state.holdsPaper && !state.isTold
        }
        guard isNews else { return }
        logger.warning("a paper was left in the tray")
        await health.report()
    }

    /// Looks once; while somebody is served, the paper in the tray is her own.
    func look() async {
        let visits = memory.visit
        guard memory.session == nil, !desk.isPrinting else { return }
        let holds = await printer.condition().reasons.contains(.paperLeft)
        guard memory.session == nil else { return }
        state.withLock {
            $0.holdsPaper = holds
            $0.visits = visits
        }
    }
}
