public import Base
public import Storage
public import Catalogue
import Exchange
import Representation
import Synchronization

/// The job that makes a paper: what the department has not told yet is asked first.
///
/// Each department's cases are a kind of their own, so that a silent one holds up nobody else's. While it is silent its
/// cases wait in the order of their numbers and one of them asks now and then; they run out only in the order they came.
public struct IssuePaperJob: JobHandler {
    static let kindName = "case.issue-paper"
    public let kind: String
    let parts: CaseParts
    private let silence = Silence()

    /// The job of cases whose record is there, or of a department's cases when one is named.
    public init(_ parts: CaseParts, department: DepartmentID? = nil) {
        self.parts = parts
        kind = department.map(Self.kind) ?? Self.kindName
    }

    /// The jobs of every department in the catalogue, and of cases whose record is there.
    public static func all(_ parts: CaseParts) -> [any JobHandler] {
        let departments = Set(parts.catalogue.items.map(\.department)).sorted { $0.rawValue < $1.rawValue }
        return [IssuePaperJob(parts)] + departments.map { IssuePaperJob(parts, department: $0) }
    }

    static func kind(of department: DepartmentID) -> String { "\(kindName).\(department.rawValue)" }

    public func isResting(at now: Instant) -> Bool { silence.lasts(at: now) }

    public func run(_ job: Job) async throws {
        guard let number = CaseNumber(rawValue: String(decoding: job.payload, as: UTF8.self)) else {
            throw CaseRefused.unknownCase
        }
        do {
            try await FetchRecord(parts)(submitted: number, requestID: Token(parts.world).rawValue)
            silence.end()
            // What departments decide goes to them first, and comes back when they have approved it.
            try await HandInCase(parts)(number)
            try await IssuePaper(parts)(number)
        } catch let error as PortError where error.isSilence {
            let now = parts.world.now()
            silence.begin(at: now)
            // Its turn comes again after the others': what is wrong may be wrong with this case alone.
            throw JobPostponed(until: now + Silence.restMax, reason: "department-silent")
        } catch let refusal as CaseRefused {
            // Nor would the paper be another's at the next try: its service has stopped, and a person must look.
            throw JobHopeless(reason: refusal.slug)
        } catch let refusal as RepresentationRefused {
            // It is kept, and goes on when its actor comes back with the right to.
            throw JobHopeless(reason: refusal.slug)
        }
    }
}

/// How long a department is left alone, and how often in a row it was found silent.
final class Silence: Sendable {
    private let state = Mutex<(count: Int, until: Instant?)>((0, nil))

    /// A silent department is asked again after a second, then after twice as long each time, up to this.
    static let restMax = Duration.seconds(30)

    func lasts(at now: Instant) -> Bool { state.withLock { Self.lasts($0.until, at: now) } }

    /// A clock that was set back makes no rest longer than it may be.
    private static func lasts(_ until: Instant?, at now: Instant) -> Bool {
        until.map { now < $0 && now >= $0 - restMax } ?? false
    }

    func begin(at now: Instant) {
        state.withLock { state in
            // Several that asked at once found the same silence.
            guard !Self.lasts(state.until, at: now) else { return }
            let pause = min(Duration.seconds(1) * (1 << min(state.count, 10)), Self.restMax)
            state = (state.count + 1, now + pause)
        }
    }

    func end() { state.withLock { $0 = (0, nil) } }
}
