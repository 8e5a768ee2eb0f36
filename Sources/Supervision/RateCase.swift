public import Audit
public import Base
public import Catalogue
public import Stations
public import Storage

/// Takes a person's rating of her visit, once.
///
/// Neither the rating nor its leaf says who gave it, and the public leaf does not say which level it was.
public struct RateCase: Sendable {
    private let engine: any SQLEngine
    private let audit: AuditLog
    private let stations: StationQueries
    private let world: World

    public init(engine: any SQLEngine, audit: AuditLog, stations: StationQueries, world: World) {
        self.engine = engine
        self.audit = audit
        self.stations = stations
        self.world = world
    }

    /// What stands for terminal and station of a rating that was given on the person's own phone.
    public static let atHome = StationTerminal.atHome

    /// Takes the rating of a case; whose case it is, the caller has checked.
    ///
    /// - Parameters:
    ///   - caseNumber: the case.
    ///   - service: the service's id.
    ///   - terminal: where the rating is given; ``atHome`` on the person's phone.
    ///   - level: one of the five.
    ///   - reasons: what the rating is about; may be empty.
    /// - Throws: ``RatingRefused``.
    public func callAsFunction(
        caseNumber: String, service: String, terminal: String, level: RatingLevel,
        reasons: Set<RatingReason> = []
    ) async throws {
        guard (1...Rating.caseNumberMax).contains(caseNumber.utf8.count) else {
            throw RatingRefused.malformed
        }
        let rating = Rating(
            caseNumber: caseNumber, service: service, terminal: terminal,
            station: try await station(terminal),
            level: level, reasons: reasons, at: world.now())
        try await engine.write { [audit] db in
            guard try RatingStore.insert(rating, in: db) else { throw RatingRefused.alreadyGiven }
            try audit.append(
                AuditAct(
                    "case.rated", actor: .citizen, purpose: nil, caseNumber: caseNumber, subject: nil,
                    terminal: terminal == Self.atHome ? nil : terminal),
                in: db)
        }
    }

    private func station(_ terminal: String) async throws -> String {
        guard terminal != Self.atHome else { return Self.atHome }
        guard let station = try await stations.station(of: terminal) else {
            throw RatingRefused.unknownTerminal
        }
        return station.id
    }
}
