import Base
import Catalogue
import Notices
public import Storage

/// The timer of an application's acceptance: when the days are over in which somebody could have said what is missing, its person is
/// told that it is accepted.
///
/// It makes nothing so; the law does, at its moment (``Acceptance``).
public struct AcceptanceLapseJob: JobHandler {
    static let kindName = "case.acceptance-lapse"
    private static let again = Duration.seconds(86_400)

    public let kind = AcceptanceLapseJob.kindName
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// A case has one; `submitted` is when its days began.
    static func enqueue(
        _ number: CaseNumber, submitted: Instant, _ parts: CaseParts, in db: any SQLConnection
    ) throws(SQLError) {
        let end = StepDeadline(parts.figures.acceptanceDays, from: submitted, parts.catalogue.calendar).at
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: number.rawValue, payload: Array(number.rawValue.utf8),
                runAt: end + .milliseconds(1)),
            in: db)
    }

    public func run(_ job: Job) async throws {
        guard let number = CaseNumber(rawValue: job.key) else { throw JobHopeless(reason: "malformed") }
        let now = parts.world.now()
        let again = try await parts.engine.write { [parts] db -> Instant? in
            guard let heading = try CaseStore.heading(number, in: db) else { return nil }
            switch try parts.acceptance(of: heading, in: db)?.standing {
            case .accepted: try parts.tell(.accepted, of: heading, in: db)
            // The days were changed, or no calendar says yet when they end.
            case .due(let due): return due.at >= now ? due.at + .milliseconds(1) : now + Self.again
            // Her answer tells her, unless somebody else can still ask.
            case .waitsForPerson: return now + Self.again
            case nil: break
            }
            return nil
        }
        if let again { throw JobPostponed(until: again, reason: "acceptance-open") }
    }
}
