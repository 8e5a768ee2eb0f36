import AsyncHTTPClient
import Base
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import Transport

/// Tells the service manager again and again that this program still answers, by asking it over its own listener.
///
/// A program whose threads are all stuck does not answer itself, stays silent, and is restarted. What is asked touches no
/// database and no device: another's trouble is no reason to restart.
final class Watchdog: Service {
    let manager: ServiceManager
    private let client: any HTTPTransport
    private let world: World
    private let address = Mutex<String?>(nil)

    init(manager: ServiceManager, client: any HTTPTransport, world: World) {
        self.manager = manager
        self.client = client
        self.world = world
    }

    /// The program listens: from now on it can be asked at this address.
    func listens(at url: String) {
        address.withLock { $0 = url }
        manager.isReady()
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.watch() }
        // A service that returns would end the group.
        try? await gracefulShutdown()
    }

    private func watch() async {
        guard let limit = manager.watchdog else { return }
        // Two missed beats are borne, the third is too late.
        while (try? await world.sleep(limit / 3)) != nil {
            if let url = address.withLock({ $0 }), await answers(url, within: limit / 3) { manager.isAlive() }
        }
    }

    private func answers(_ url: String, within: Duration) async -> Bool {
        let answer = try? await client.answer(to: HTTPClientRequest(url: url), within: within)
        return answer?.status == .ok
    }
}
