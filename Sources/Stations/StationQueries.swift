public import Base
public import Storage

/// What other rooms and the public may know about stations.
public struct StationQueries: Sendable {
    static let stationsMax = 2_000
    static let terminalsMax = 8_000
    static let alarmsMax = 200
    static let serviceStopsMax = 500

    private let engine: any SQLEngine
    private let world: World

    public init(engine: any SQLEngine, world: World) {
        self.engine = engine
        self.world = world
    }

    /// The station a terminal stands at; nil for an unknown terminal.
    public func station(of terminal: String) async throws -> Station? {
        try await engine.read { db in
            guard let terminal = try TerminalStore.find(terminal, in: db) else { return nil }
            return try StationStore.find(terminal.station, in: db)
        }
    }

    public func station(_ id: String) async throws -> Station? {
        try await engine.read { db in try StationStore.find(id, in: db) }
    }

    public func terminal(_ id: String) async throws -> StationTerminal? {
        try await engine.read { db in try TerminalStore.find(id, in: db) }
    }

    /// Every station with what is known about it now, by division and id.
    public func listings() async throws -> [StationListing] {
        let now = world.now()
        return try await engine.read { db in
            let terminals = Dictionary(
                grouping: try TerminalStore.present(countMax: Self.terminalsMax, in: db), by: \.station)
            return try StationStore.all(countMax: Self.stationsMax, in: db).map {
                StationListing(station: $0, terminals: terminals[$0.id] ?? [], now: now)
            }
        }
    }

    /// The stations at which a service can be had now: a terminal serves, it is not stopped there, and its devices can do it.
    ///
    /// What devices a service wants is for the room above to say (`can`).
    public func serving(
        _ service: String, where can: @escaping @Sendable (TerminalHealth) -> Bool
    ) async throws -> [StationListing] {
        let now = world.now()
        return try await engine.read { db in
            let stopped = try ServiceStopStore.terminals(without: service, in: db)
            let able = try TerminalStore.present(countMax: Self.terminalsMax, in: db)
                .filter { !stopped.contains($0.id) && $0.serves(at: now, where: can) }
            let terminals = Dictionary(grouping: able, by: \.station)
            return try StationStore.all(countMax: Self.stationsMax, in: db).filter { terminals[$0.id] != nil }
                .map { StationListing(station: $0, terminals: terminals[$0.id] ?? [], now: now) }
        }
    }

    /// The alarms nobody has acknowledged, the latest first.
    public func openAlarms() async throws -> [Alarm] {
        try await engine.read { db in try AlarmStore.open(countMax: Self.alarmsMax, in: db) }
    }

    /// Every service that is stopped somewhere, the latest first.
    public func serviceStops() async throws -> [ServiceStop] {
        try await engine.read { db in try ServiceStopStore.all(countMax: Self.serviceStopsMax, in: db) }
    }

    /// The ids of the services a terminal does not offer just now.
    public func servicesStopped(at terminal: String) async throws -> Set<String> {
        try await engine.read { db in try ServiceStopStore.services(at: terminal, in: db) }
    }

    /// - Throws: ``TerminalRefused/serviceStopped`` where a service is stopped.
    public func requireService(_ service: String, at terminal: String) async throws {
        try await engine.read { db in try ServiceGate.require(service, at: terminal, in: db) }
    }
}
