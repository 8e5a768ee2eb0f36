import Base
import Storage

/// A database that is busy, slow, or loses its word just after a commit.
struct MixupEngine: SQLEngine {
    let base: any SQLEngine
    let faults: MixupFaults
    let chance: MixupChance
    let world: World

    var dialect: SQLDialect { base.dialect }
    var announcements: Announcements { base.announcements }

    func read<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        if faults.comes(\.databaseBusy, "database-busy.read", chance) { throw SQLError.busy }
        return try await base.read(body)
    }

    func write<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        if faults.comes(\.databaseBusy, "database-busy.write", chance) { throw SQLError.busy }
        let value = try await base.write(body)
        if faults.comes(\.commitSlow, "commit-slow", chance) {
            try? await world.sleep(.milliseconds(5) + chance.upTo(.milliseconds(60)))
        }
        if faults.comes(\.commitUnknown, "commit-unknown", chance) {
            throw SQLError.failed(code: "08006", message: "the connection was lost after the commit")
        }
        return value
    }

    func close() async { await base.close() }
}
