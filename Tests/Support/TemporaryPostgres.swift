import Base
import Logging
import Storage
import StoragePostgres
import Synchronization

/// A database of its own on the test server, dropped with this object.
final class TemporaryPostgres: SQLEngine {
    private let copy: PostgresCopy
    private let engine: PostgresEngine
    private let isOpen = Mutex(true)

    init(_ migrations: [Migration]) async throws {
        await Self.places.take()
        do {
            copy = try await MigratedDatabases.makePostgres(migrations)
            engine = try await PostgresEngine(
                conninfo: copy.conninfo, connectionsMax: 4, world: .live, logger: Logger(label: "test"))
        } catch {
            await Self.places.giveBack()
            throw error
        }
    }

    deinit {
        guard isOpen.withLock({ $0 }) else { return }
        Task { [engine, copy] in await Self.drop(copy, engine) }
    }

    var dialect: SQLDialect { engine.dialect }
    var announcements: Announcements { engine.announcements }

    func read<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        try await engine.read(body)
    }

    func write<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        try await engine.write(body)
    }

    func close() async {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if wasOpen { await Self.drop(copy, engine) }
    }

    /// The server has 300 connections for every test process of the machine.
    private static let places = Places(12)

    private static func drop(_ copy: PostgresCopy, _ engine: PostgresEngine) async {
        await engine.close()
        try? await copy.drop()
        await places.giveBack()
    }
}

/// A limit on how many of something exist at a time.
private actor Places {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
