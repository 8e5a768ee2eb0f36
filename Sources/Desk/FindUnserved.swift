public import Catalogue
public import Staff
public import Stations
public import Storage
import Base
import Casework

/// Finds the offices that owe a decision, or are named by a service that is offered, and have no clerk.
public struct FindUnserved: Sendable {
    let catalogue: Catalogue
    let engine: any SQLEngine
    let staff: StaffQueries
    let stations: StationQueries

    public init(
        catalogue: Catalogue, engine: any SQLEngine, staff: StaffQueries, stations: StationQueries
    ) {
        self.catalogue = catalogue
        self.engine = engine
        self.staff = staff
        self.stations = stations
    }

    /// Offices of a district are looked for where there is a station.
    ///
    /// - Returns: Those with the most steps first, then by department, level and district.
    public func callAsFunction() async throws -> [UnservedOffice] {
        let open = try await engine.read { db in try DeskListStore.open(in: db) }
        let districts = Set(try await stations.listings().map(\.station.division))
        let served = Set(try await staff.clerkSeats().compactMap(DeskClerks.queue))
        let named = catalogue.items.flatMap(\.steps).reduce(into: Set<StepQueue>()) {
            $0.formUnion(StepQueue.all(of: $1, in: districts))
        }
        return named.union(open.keys).subtracting(served)
            .sorted { (-(open[$0] ?? 0), $0.rawValue) < (-(open[$1] ?? 0), $1.rawValue) }
            .map {
                UnservedOffice(
                    department: $0.department, level: $0.level, region: $0.division, steps: open[$0] ?? 0)
            }
    }
}
