import Base
import Configuration
import Foundation
import Logging
import Sandbox
import Storage
import StoragePostgres
import Vault
import Web

/// A city's centre for one bench: keys and certificates in a temporary folder, and a fresh, migrated database.
///
/// Houses can be built on it again and again, and several at once, as on several machines. Close it when done.
struct BenchSite: Sendable {
    static let messageSecret = "secret-of-the-bench"

    let engine: BenchEngine
    let services: URL
    let folder: URL
    let city: SampleCity
    let ring: KeyRing
    let sandboxKeys: SandboxKeys
    let logger: Logger
    /// The schema of this site alone, on a PostgreSQL server that others use too.
    private let schema: String

    init(_ engine: BenchEngine, services: URL, suite: Suite = .international) async throws {
        self.engine = engine
        self.services = services
        let name = "egret_bench_" + Token(.live).rawValue
        schema = name
        folder = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        city = try SampleCity.xiamen()
        ring = try KeyRing.create(suite: suite, world: .live)
        try ring.write(to: folder.appending(path: "keys.json"))
        sandboxKeys = try SandboxKeys.kept(
            in: folder.appending(path: "sandbox"), departments: city.departments.map(\.id), world: .live)
        logger = Self.log()
        if case .postgres(let conninfo) = engine {
            try await administer(conninfo) { [schema] db in try BenchSchemaStore.create(schema, in: db) }
        }
        let database = try await open()
        _ = try await Migrator(engine: database, migrations: House.migrations, world: .live).run()
        await database.close()
    }

    /// Runs the work on a site of its own and removes the site after.
    static func use<T: Sendable>(
        _ engine: BenchEngine, _ options: BenchOptions, suite: Suite = .international,
        _ work: (BenchSite) async throws -> T
    ) async throws -> T {
        let site = try await BenchSite(engine, services: options.services, suite: suite)
        do {
            let value = try await work(site)
            await site.remove()
            return value
        } catch {
            await site.remove()
            throw error
        }
    }

    /// Another engine on the site's database; the caller closes it.
    func open() async throws -> any SQLEngine {
        try await House.engine(DatabaseConfig(config()), world: .live, logger: logger)
    }

    /// Another house on the site's database and keys, with ports that the machine chooses; the caller closes it.
    ///
    /// `changes` are configuration keys beside the site's own.
    func house(
        sandboxPort: Int = 1, world: World = .live, _ changes: [AbsoluteConfigKey: ConfigValue] = [:]
    ) async throws -> House {
        try await House(config(sandboxPort: sandboxPort, changes), world: world, logger: logger)
    }

    /// A house on an engine of the caller's, which works on the site's database.
    func house(on engine: any SQLEngine) async throws -> House {
        let config = config()
        return try await House(
            centre: CentreConfig(config), foreign: try ForeignConfig(config), engine: engine, ring: ring,
            world: .live, logger: logger)
    }

    /// Configuration as an operator would give it.
    func config(
        sandboxPort: Int = 1, _ changes: [AbsoluteConfigKey: ConfigValue] = [:]
    ) -> ConfigReader {
        ConfigReader(
            provider: InMemoryProvider(values: values(sandboxPort: sandboxPort).merging(changes) { $1 }))
    }

    /// The same as ``config(sandboxPort:_:)``, for a program of its own.
    func environment(sandboxPort: Int = 1) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: values(sandboxPort: sandboxPort).map { key, value in
                let name = "EGRET_" + key.components.joined(separator: "_").uppercased()
                return switch value.content {
                case .string(let text): (name, text)
                case .int(let number): (name, String(number))
                default: (name, "")
                }
            })
    }

    private func values(sandboxPort: Int) -> [AbsoluteConfigKey: ConfigValue] {
        let sandbox = "http://127.0.0.1:\(sandboxPort)"
        var values: [AbsoluteConfigKey: ConfigValue] = [
            "state": Self.text(folder.path), "public.port": 0, "staff.port": 0, "terminals.port": 0,
            "services.path": Self.text(services.path), "authority.url": Self.text(sandbox + "/ctid"),
            "network.url": Self.text(sandbox + "/network"),
            "registers.url": Self.text(sandbox), "sms.url": Self.text(sandbox),
            "sms.secret": Self.text(Self.messageSecret),
        ]
        if case .postgres(let conninfo) = engine {
            values["database.engine"] = "postgres"
            values["database.url"] = Self.text("\(conninfo) options='-csearch_path=\(schema)'")
        }
        return values
    }

    /// The foreign systems, who know this site's keys, on a port that the machine chooses.
    func sandbox(city: SampleCity? = nil, world: World = .live) throws -> Sandbox {
        var settings = SandboxConfig(
            authorityCaller: try ring.certificate(for: .identityAuthority),
            exchangeCaller: try ring.certificate(for: .exchange),
            messageSecret: Array(Self.messageSecret.utf8))
        settings.port = 0
        settings.networkCaller = try ring.certificate(for: .networkIdentity)
        return Sandbox(config: settings, keys: sandboxKeys, world: world, city: city ?? self.city)
    }

    func remove() async {
        if case .postgres(let conninfo) = engine {
            try? await administer(conninfo) { [schema] db in try BenchSchemaStore.drop(schema, in: db) }
        }
        try? FileManager.default.removeItem(at: folder)
    }

    private func administer(
        _ conninfo: String, _ work: @Sendable @escaping (any SQLConnection) throws -> Void
    ) async throws {
        let server = try await PostgresEngine(
            conninfo: conninfo, connectionsMax: 1, world: .live, logger: logger)
        do {
            try await server.write(work)
        } catch {
            await server.close()
            throw error
        }
        await server.close()
    }

    /// Writes every line as the centre does, to where nobody reads: what fails is counted in the benches' lines.
    private static func log() -> Logger {
        let nowhere = FileHandle.nullDevice
        return Logger(label: "bench") { label in
            JSONLogHandler(label: label, world: .live) { line in nowhere.write(Data(line.utf8)) }
        }
    }

    private static func text(_ value: String) -> ConfigValue { ConfigValue(.string(value), isSecret: false) }
}
