import Base
import Storage

/// How much a volunteer helps: counted for the desk, and judged by nobody but people.
public struct VolunteerFigures: Hashable, Sendable {
    /// More visits an hour than these stand out on the page; a shop with one terminal has six to twenty a day.
    public static let hourMax = 8
    static let hour = Duration.seconds(3_600)
    static let day = Duration.seconds(24 * 3_600)

    /// Visits within the last 24 hours.
    public let visitsOfDay: Int
    /// The most visits within any one hour of these.
    public let visitsOfFullestHour: Int

    public var standsOut: Bool { visitsOfFullestHour > Self.hourMax }

    /// - Parameter begun: When she began to help, in the last 24 hours, in order.
    init(_ begun: [Instant]) {
        visitsOfDay = begun.count
        visitsOfFullestHour =
            begun.indices.map { first in
                begun[first...].prefix { $0.since(begun[first]) < Self.hour }.count
            }.max() ?? 0
    }
}

/// What the desk's page of volunteers shows.
public struct VolunteerList: Sendable {
    let parts: AssistanceParts

    public struct Line: Hashable, Sendable {
        public let volunteer: Volunteer
        public let figures: VolunteerFigures
    }

    public func callAsFunction() async throws -> [Line] {
        let since = parts.world.now() - VolunteerFigures.day
        return try await parts.engine.read { [vault = parts.vault] db in
            let begun = try AssistanceStore.begun(since: since, in: db)
            return try VolunteerStore.all(vault: vault, in: db).map { volunteer in
                Line(volunteer: volunteer, figures: VolunteerFigures(begun[volunteer.id] ?? []))
            }
        }
    }
}
