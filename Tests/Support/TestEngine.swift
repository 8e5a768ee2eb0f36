import Base
import Foundation
import Logging
public import Storage
import StoragePostgres
import StorageSQLite
public import Testing

/// The engines a test of a store runs on.
///
///     @Test(arguments: TestEngine.available)
///     func aFiledCaseIsFound(engine: TestEngine) async throws {
///         let engine = try await engine.make(CaseworkMigrations.all)
public enum TestEngine: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case sqlite
    case postgres

    /// SQLite always; PostgreSQL when `EGRET_TEST_POSTGRES` names a server, or `EGRET_REQUIRE_POSTGRES=1` demands one.
    public static var available: [TestEngine] {
        conninfo != nil || isPostgresRequired ? allCases : [.sqlite]
    }

    /// Whether a missing PostgreSQL is a failure.
    public static var isPostgresRequired: Bool {
        ProcessInfo.processInfo.environment["EGRET_REQUIRE_POSTGRES"] == "1"
    }

    public static var conninfo: String? {
        ProcessInfo.processInfo.environment["EGRET_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    }

    public var testDescription: String { rawValue }

    /// A fresh database with the migrations applied; it is removed when the engine is closed or released.
    public func make(_ migrations: [Migration] = []) async throws -> any SQLEngine {
        let engine: any SQLEngine =
            switch self {
            case .sqlite: try await TemporarySQLite(migrations)
            case .postgres: try await TemporaryPostgres(migrations)
            }
        // Nothing is left to do, unless one of the migrations has been changed since.
        _ = try await Migrator(engine: engine, migrations: migrations, world: .frozen()).run()
        return engine
    }
}

/// `EGRET_REQUIRE_POSTGRES=1` without a server to test on.
public struct PostgresMissing: Error, CustomStringConvertible {
    public init() {}

    public var description: String {
        "EGRET_REQUIRE_POSTGRES=1, but EGRET_TEST_POSTGRES is not set: start a server with scripts/postgres"
    }
}
