import Base
import Catalogue
import Configuration
import Foundation
import Logging
import Sandbox
import Storage
import StoragePostgres
import StorageSQLite
import Support
import Transport
import Vault

@testable import egret

/// Everything a centre keeps beside its program: a folder with keys and certificates, and a database.
///
/// A centre can be built on it again and again, as after a restart.
final class HouseBox: Sendable {
    static let messageSecret = "secret-of-the-sandbox"

    let folder: URL
    let engine: TestEngine
    let city: SampleCity
    let ring: KeyRing
    let sandboxKeys: SandboxKeys
    private let copy: PostgresCopy?

    init(_ engine: TestEngine, suite: Suite = .international) async throws {
        self.engine = engine
        folder = FileManager.default.temporaryDirectory.appending(path: "egret-house-\(Token(.live))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        city = try SampleCity.xiamen()
        ring = try KeyRing.create(suite: suite, world: .live)
        try ring.write(to: folder.appending(path: "keys.json"))
        sandboxKeys = try SandboxKeys.kept(
            in: folder.appending(path: "sandbox"),
            departments: city.departments(besides: Self.furniture.get().catalogue.registers), world: .live)
        switch engine {
        case .sqlite:
            copy = nil
            try await MigratedDatabases.writeSQLite(
                House.migrations, to: folder.appending(path: "egret.sqlite").path)
        case .postgres:
            copy = try await MigratedDatabases.makePostgres(House.migrations)
        }
    }

    /// Read once for all tests.
    static let furniture = Result {
        try House.Furniture(servicesPath: Repository.root.appending(path: "Services").path)
    }

    func remove() async {
        try? await copy?.drop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Configuration as an operator would give it, with ports that the machine chooses; after a restart, terminals know
    /// theirs already.
    func config(
        sandboxPort: Int = 1, terminalsPort: Int = 0, more: [AbsoluteConfigKey: ConfigValue] = [:]
    ) -> ConfigReader {
        let sandbox = "http://127.0.0.1:\(sandboxPort)"
        var values: [AbsoluteConfigKey: ConfigValue] = [
            "state": text(folder.path), "public.port": 0, "staff.port": 0,
            "terminals.port": ConfigValue(.int(terminalsPort), isSecret: false),
            "services.path": text(Repository.root.appending(path: "Services").path),
            "authority.url": text(sandbox + "/ctid"), "network.url": text(sandbox + "/network"),
            "registers.url": text(sandbox),
            "sms.url": text(sandbox), "sms.secret": text(Self.messageSecret), "database.connections": 4,
        ]
        if let copy {
            values["database.engine"] = "postgres"
            values["database.url"] = text(copy.conninfo)
        }
        return ConfigReader(provider: InMemoryProvider(values: values.merging(more) { $1 }))
    }

    func house(
        sandboxPort: Int = 1, terminalsPort: Int = 0, more: [AbsoluteConfigKey: ConfigValue] = [:],
        world: World = .live, logger: Logger = Logger(label: "test")
    ) async throws -> House {
        try await House(
            config(sandboxPort: sandboxPort, terminalsPort: terminalsPort, more: more), world: world,
            logger: logger, furniture: Self.furniture.get())
    }

    func sandbox(weChat: (config: WeChatConfig, transport: any HTTPTransport)? = nil) throws -> Sandbox {
        var settings = SandboxConfig(
            authorityCaller: try ring.certificate(for: .identityAuthority),
            exchangeCaller: try ring.certificate(for: .exchange),
            messageSecret: Array(Self.messageSecret.utf8))
        settings.port = 0
        settings.registers = try Self.furniture.get().catalogue.registers
        settings.networkCaller = try ring.certificate(for: .networkIdentity)
        return Sandbox(config: settings, keys: sandboxKeys, world: .live, city: city, weChat: weChat)
    }

    /// Every byte of the database as it lies there: the files of SQLite, or every column of every table.
    func dump(of house: House) async throws -> Data {
        switch engine {
        case .sqlite:
            return ["egret.sqlite", "egret.sqlite-wal"].reduce(into: Data()) { all, name in
                all += (try? Data(contentsOf: folder.appending(path: name))) ?? Data()
            }
        case .postgres:
            return try await house.engine.read { db in
                let tables = try db.rows(
                    "SELECT CAST(table_name AS text) AS name FROM information_schema.tables WHERE table_schema = current_schema()"
                )
                return try tables.reduce(into: Data()) { all, row in
                    let table = try row.text("name")
                    let dump = SQLStatement(
                        stringLiteral: "SELECT CAST(t AS text) AS line FROM \(table) AS t")
                    for line in try db.rows(dump) { all += Data(try line.text("line").utf8) + [10] }
                }
            }
        }
    }

    private func text(_ value: String) -> ConfigValue { ConfigValue(.string(value), isSecret: false) }
}
