public import Base
public import Storage

/// Keeps, gives back and forgets a clerk's own filters; nobody sees another's.
public struct KeepFilters: Sendable {
    let engine: any SQLEngine
    let world: World

    public init(engine: any SQLEngine, world: World) {
        self.engine = engine
        self.world = world
    }

    func all(of account: String) async throws -> [SavedFilter] {
        try await engine.read { db in try SavedFilterStore.all(of: account, in: db) }
    }

    /// Takes the place of the one of the same name.
    ///
    /// - Throws: ``DeskRefused/tooManyFilters``.
    func save(_ filter: SavedFilter, of account: String) async throws {
        let now = world.now()
        try await engine.write { db in
            let kept = try SavedFilterStore.all(of: account, in: db)
            guard kept.count < SavedFilter.countMax || kept.contains(where: { $0.name == filter.name }) else {
                throw DeskRefused.tooManyFilters
            }
            try SavedFilterStore.save(filter, of: account, at: now, in: db)
        }
    }

    func remove(_ name: String, of account: String) async throws {
        try await engine.write { db in try SavedFilterStore.remove(name, of: account, in: db) }
    }
}
