import Configuration
import Foundation

/// Where the house keeps what it knows.
///
/// ## Configuration keys
/// - `database.engine` (string, default `sqlite`): `sqlite` or `postgres`.
/// - `database.path` (string, default `egret.sqlite` in the state folder): the SQLite file; its folder must exist.
/// - `database.url` (string, secret, required with `postgres`): a libpq connection string.
/// - `database.connections` (int, default 8, range 1 to 64): SQLite readers, or PostgreSQL connections.
struct DatabaseConfig: Sendable {
    enum Engine: String, Sendable {
        case sqlite
        case postgres
    }

    let engine: Engine
    let path: String
    let url: String?
    let connections: Int
    /// Names the folder of ``path``.
    private let folderKey: String

    init(_ config: ConfigReader) throws(ConfigProblem) {
        let name = config.string(forKey: "database.engine", default: Engine.sqlite.rawValue)
        guard let engine = Engine(rawValue: name) else {
            throw ConfigProblem(key: "database.engine", expected: "sqlite or postgres")
        }
        self.engine = engine
        path = config.string(forKey: "database.path", default: "\(StateFolder(config).path)/egret.sqlite")
        folderKey = config.string(forKey: "database.path") == nil ? "state" : "database.path"
        url = config.string(forKey: "database.url", isSecret: true)
        connections = try config.number(
            "database.connections", default: 8, in: 1...64, expected: "a number from 1 to 64")
        guard engine == .sqlite || url != nil else {
            throw ConfigProblem(
                key: "database.url", expected: "a libpq connection string, because the engine is postgres")
        }
    }

    /// Refuses a SQLite file whose folder is not there, before the system does so in words of its own.
    func checkFolder() throws(ConfigProblem) {
        guard engine == .sqlite else { return }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard StateFolder.isFolder(folder) else {
            throw ConfigProblem(
                key: folderKey,
                expected: folderKey == "state"
                    ? "an existing folder (\(folder) is none)"
                    : "a file in an existing folder (\(folder) is none)")
        }
    }
}
