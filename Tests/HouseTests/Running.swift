import Logging
import ServiceLifecycle

/// Services that run until they are told to stop, as a program does without its signals.
struct Running: Sendable {
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    init(_ services: [any Service], logger: Logger) {
        var configuration = ServiceGroupConfiguration(services: services, logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        let group = ServiceGroup(configuration: configuration)
        self.group = group
        task = Task { try await group.run() }
    }

    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await task.value
    }
}

/// The port that each listener was given.
struct Ports: Sendable {
    private let stream: AsyncStream<(String, Int)>
    private let bound: AsyncStream<(String, Int)>.Continuation

    init() {
        (stream, bound) = AsyncStream.makeStream()
    }

    func put(_ name: String, _ port: Int) { bound.yield((name, port)) }

    /// Waits until so many listeners listen.
    func first(_ count: Int) async -> [String: Int] {
        var ports: [String: Int] = [:]
        for await (name, port) in stream {
            ports[name] = port
            if ports.count == count { break }
        }
        return ports
    }
}
