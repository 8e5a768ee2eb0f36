import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Web

/// A house's listener for terminals, with the services given beside it, as `egret serve` runs them.
struct BenchServer: Sendable {
    let port: Int
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    static func start(_ house: House, beside services: [any Service] = []) async throws -> BenchServer {
        let (ports, found) = AsyncStream<Int>.makeStream()
        let listener = house.terminalListener()
        let application = listener.application(house.terminalRouter(listener)) { found.yield($0 ?? 0) }
        var settings = ServiceGroupConfiguration(services: services + [application], logger: house.logger)
        settings.maximumGracefulShutdownDuration = .seconds(5)
        let group = ServiceGroup(configuration: settings)
        let task = Task {
            do {
                try await group.run()
            } catch {
                found.finish()
                throw error
            }
        }
        for await port in ports { return BenchServer(port: port, group: group, task: task) }
        try await task.value
        throw CancellationError()
    }

    func stop() async {
        await group.triggerGracefulShutdown()
        _ = await task.result
    }
}
