import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Web

/// A house's listener for terminals or the public, with the services given beside it, as `egret serve` runs them.
struct BenchServer: Sendable {
    let port: Int
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    static func start(
        _ house: House, surface: Surface = .terminal, beside services: [any Service] = []
    ) async throws -> BenchServer {
        let (ports, found) = AsyncStream<Int>.makeStream()
        let listener = surface == .public ? house.publicListener() : house.terminalListener()
        let router = try surface == .public ? house.publicRouter(listener) : house.terminalRouter(listener)
        let application = listener.application(router) { found.yield($0 ?? 0) }
        var settings = ServiceGroupConfiguration(
            services: (services + [application]).map { NamedService($0) }, logger: house.logger)
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
