public import Storage

/// Writes a list of stations, replacing those that are known by the same id; repeating it changes nothing.
public struct SeedStations: Sendable {
    private let engine: any SQLEngine

    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    public func callAsFunction(_ stations: [Station]) async throws {
        try await engine.write { db in
            for station in stations { try StationStore.save(station, in: db) }
        }
    }
}
