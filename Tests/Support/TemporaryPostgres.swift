import Base
import Foundation
import Logging
import Storage
import StoragePostgres
import Synchronization

/// A schema of its own on the test server, dropped with this object.
final class TemporaryPostgres: SQLEngine {
    private let schema: String
    private let engine: PostgresEngine
    private let isOpen = Mutex(true)

    init() async throws {
        guard let conninfo = TestEngine.conninfo else { throw PostgresMissing() }
        schema = "t_" + Token(World.live).rawValue
        await Self.places.take()
        do {
            engine = try await PostgresEngine(
                conninfo: "\(conninfo) options='-csearch_path=\(schema)'", connectionsMax: 4, world: .live,
                logger: Logger(label: "test"))
            let create = SQLStatement(stringLiteral: "CREATE SCHEMA \(schema)")
            _ = try await engine.write { db in try db.run(create) }
        } catch {
            await Self.places.giveBack()
            throw error
        }
    }

    deinit {
        guard isOpen.withLock({ $0 }) else { return }
        Task { [engine, schema] in await Self.drop(schema, engine) }
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
        if wasOpen { await Self.drop(schema, engine) }
    }

    /// The server has 300 connections for every test process of the machine.
    private static let places = Places(12)

    private static func drop(_ schema: String, _ engine: PostgresEngine) async {
        let drop = SQLStatement(stringLiteral: "DROP SCHEMA \(schema) CASCADE")
        _ = try? await engine.write { db in try db.run(drop) }
        await engine.close()
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
