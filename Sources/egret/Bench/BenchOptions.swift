import Foundation

/// What scales a bench; where a figure is nil the bench takes its own.
struct BenchOptions: Sendable {
    /// The engines to run on, one after the other.
    let engines: [BenchEngine]
    /// The folder of the services to offer.
    let services: URL
    /// How long each measurement lasts.
    var seconds: Int?
    /// Requests at a time.
    var clients: Int?
    /// Rows stored before the measurement begins.
    var rows: Int?
    /// Papers to issue.
    var issues: Int?
    /// Centres on one database.
    var nodes: Int?
    /// The same seed makes the same choices.
    var seed: UInt64 = 1
    /// The interpreter of the peers' scripts; nil takes `.build/peer` beside the services.
    var peerPython: String?
}

/// A database engine to measure.
enum BenchEngine: Sendable, Equatable {
    case sqlite
    /// A PostgreSQL server, named by a libpq connection string whose role may create schemas.
    case postgres(conninfo: String)

    /// As written in a line's `engine`.
    var name: String {
        switch self {
        case .sqlite: "sqlite"
        case .postgres: "postgres"
        }
    }
}
