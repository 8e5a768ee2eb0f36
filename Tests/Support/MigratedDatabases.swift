import Base
import CPostgres
import Foundation
import GRDB
import Logging
public import Storage
import StoragePostgres
import StorageSQLite
import Synchronization

/// Databases with migrations applied, each a copy: the migrations run once a process, engine and set of them.
///
/// Two hundred tables with their indexes cost PostgreSQL a second, their copy a quarter of it.
public enum MigratedDatabases {
    private static let files = Once<Data>()
    private static let templates = Once<String>()

    /// Writes a database of SQLite to the path, which must be free.
    public static func writeSQLite(_ migrations: [Migration], to path: String) async throws {
        let file = try await files.value(for: migrations) {
            let folder = FileManager.default.temporaryDirectory.appending(path: "egret-first-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appending(path: "egret.sqlite").path
            let engine = try SQLiteEngine(path: path) { _ in }
            _ = try await Migrator(engine: engine, migrations: migrations, world: .frozen()).run()
            await engine.close()
            // What lies in the log would stay behind.
            let database = try DatabaseQueue(path: path)
            _ = try await database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try database.close()
            return try Data(contentsOf: URL(filePath: path))
        }
        try file.write(to: URL(filePath: path))
    }

    /// Makes a database on the test server.
    public static func makePostgres(_ migrations: [Migration]) async throws -> PostgresCopy {
        let template = try await templates.value(for: migrations) {
            let name = "first_" + Token(World.live).rawValue
            try await TestServer.run("CREATE DATABASE \(name)")
            TestServer.dropAtExit(name)
            let engine = try await PostgresEngine(
                conninfo: try TestServer.conninfo(name), connectionsMax: 1, world: .live,
                logger: Logger(label: "test"))
            _ = try await Migrator(engine: engine, migrations: migrations, world: .frozen()).run()
            await engine.close()
            // One that somebody is connected to, were it the server's own sweeper, is not copied.
            try await TestServer.run("ALTER DATABASE \(name) WITH ALLOW_CONNECTIONS false")
            return name
        }
        let name = "test_" + Token(World.live).rawValue
        try await TestServer.run("CREATE DATABASE \(name) TEMPLATE \(template) STRATEGY file_copy")
        return PostgresCopy(name: name, conninfo: try TestServer.conninfo(name))
    }
}

/// A database of its own on the test server.
public struct PostgresCopy: Sendable {
    let name: String
    public let conninfo: String

    /// Removes it, whoever is still connected.
    public func drop() async throws {
        try await TestServer.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }
}

/// The server that `EGRET_TEST_POSTGRES` names, for what no transaction may hold.
enum TestServer {
    private static let leftovers = Mutex<[String]>([])

    static func conninfo(_ database: String) throws -> String {
        guard let conninfo = TestEngine.conninfo else { throw PostgresMissing() }
        return "\(conninfo) dbname=\(database)"
    }

    static func run(_ statement: String) async throws {
        guard let conninfo = TestEngine.conninfo else { throw PostgresMissing() }
        let refusal: String? = await withCheckedContinuation { done in
            Thread.detachNewThread { done.resume(returning: perform(statement, conninfo)) }
        }
        if let refusal { throw SQLError.failed(code: "test", message: "\(statement): \(refusal)") }
    }

    static func dropAtExit(_ database: String) {
        let isFirst = leftovers.withLock { leftovers in
            leftovers.append(database)
            return leftovers.count == 1
        }
        guard isFirst else { return }
        atexit {
            for name in TestServer.leftovers.withLock({ $0 }) {
                _ = TestServer.perform("DROP DATABASE IF EXISTS \(name)", TestEngine.conninfo ?? "")
            }
        }
    }

    /// - Returns: What the server had against it.
    private static func perform(_ statement: String, _ conninfo: String) -> String? {
        let link = PQconnectdb(conninfo)
        defer { PQfinish(link) }
        let answer = PQexec(link, statement)
        defer { PQclear(answer) }
        return PQresultStatus(answer) == PGRES_COMMAND_OK ? nil : String(cString: PQerrorMessage(link))
    }
}

/// What is made once for each set of migrations, however many ask at the same time.
private final class Once<Made: Sendable>: Sendable {
    private let made = Mutex<[Set<String>: Task<Made, any Error>]>([:])

    func value(
        for migrations: [Migration], _ make: @escaping @Sendable () async throws -> Made
    ) async throws -> Made {
        let key = Set(migrations.map(\.id))
        let one = made.withLock { made in
            if let one = made[key] { return one }
            let one = Task(operation: make)
            made[key] = one
            return one
        }
        return try await one.value
    }
}
