public import Storage

/// The numbers of the ratings, which are public.
public struct RatingQueries: Sendable {
    private let engine: any SQLEngine

    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    public func isRated(_ caseNumber: String) async throws -> Bool {
        try await engine.read { db in try RatingStore.isGiven(caseNumber, in: db) }
    }

    /// By the service's id, as far as it is shown: ten by ten.
    public func byService() async throws -> [String: ServiceRatings] {
        try await engine.read { db in try RatingStore.shownByService(in: db) }
    }

    /// By the station's id.
    public func byStation() async throws -> [String: RatingCounts] {
        try await engine.read { db in try RatingStore.countsByStation(in: db) }
    }
}
