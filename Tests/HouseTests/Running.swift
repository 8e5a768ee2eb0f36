import Glibc
import Logging
import ServiceLifecycle
import Synchronization

/// Services that run until they are told to stop, as a program does without its signals.
struct Running: Sendable {
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    /// `ports` are those that the services will say they listen on.
    init(_ services: [any Service], ports: Ports, logger: Logger) {
        var configuration = ServiceGroupConfiguration(services: services, logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        let group = ServiceGroup(configuration: configuration)
        self.group = group
        task = Task {
            defer { ports.end() }
            try await group.run()
        }
    }

    /// Waits until so many listeners listen.
    ///
    /// - Throws: What ended the services before they did, or ``EndedEarly``.
    func first(_ count: Int, of ports: Ports) async throws -> [String: Int] {
        let listening = await ports.first(count)
        guard listening.count < count else { return listening }
        try await task.value
        throw EndedEarly()
    }

    /// The services ended, without an error, before they listened.
    struct EndedEarly: Error {}

    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await task.value
    }
}

/// A port that no outgoing connection takes before a centre listens on it, and again after a restart: below those that
/// the kernel gives out, and below those that the journeys choose from.
enum ChosenPort {
    private static let given = Mutex<Set<Int>>([])

    static func next() -> Int {
        while true {
            let port = Int.random(in: 10_000..<20_000)
            if isFree(port), given.withLock({ $0.insert(port).inserted }) { return port }
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
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

    /// Nobody will listen any more.
    func end() { bound.finish() }

    /// Waits until so many listeners listen, or nobody will any more.
    func first(_ count: Int) async -> [String: Int] {
        var ports: [String: Int] = [:]
        for await (name, port) in stream {
            ports[name] = port
            if ports.count == count { break }
        }
        return ports
    }
}
