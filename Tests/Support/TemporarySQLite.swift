import Foundation
import Storage
import StorageSQLite
import Testing

/// A database file in the temporary folder, removed with this object.
final class TemporarySQLite: SQLEngine {
    private let folder: URL
    private let engine: SQLiteEngine

    init(_ migrations: [Migration]) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "egret-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "egret.sqlite").path
        try await MigratedDatabases.writeSQLite(migrations, to: path)
        engine = try SQLiteEngine(path: path) { error in
            Issue.record("the disk failed: \(error)")
        }
    }

    deinit {
        // open files stay readable until they are closed
        try? FileManager.default.removeItem(at: folder)
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
        await engine.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
