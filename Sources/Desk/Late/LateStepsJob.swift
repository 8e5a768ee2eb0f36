public import Base
public import Casework
public import Staff
public import Storage

/// Tells the supervisors of an office by one message in the morning that steps of theirs became late since the last.
///
/// Deadlines end at midnight, many at once: a message for each would wake somebody for a list. What has been decided
/// by the morning is not told; what waits for its person is told on the first morning on which it is back.
public struct LateStepsJob: JobHandler {
    static let kindName = "desk.steps-late"
    /// By the clock in China.
    static let hour: Int64 = 9

    public let kind = LateStepsJob.kindName
    let engine: any SQLEngine
    let call: CallStaff
    let world: World

    public init(engine: any SQLEngine, call: CallStaff, world: World) {
        self.engine = engine
        self.call = call
        self.world = world
    }

    /// One timer for all that an office is late with on one morning.
    public static func enqueue(_ queue: StepQueue, found now: Instant, in db: any SQLConnection) throws {
        let text = "\(queue) \(morning(after: now).milliseconds)"
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: text, payload: Array(text.utf8), runAt: morning(after: now)), in: db)
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let queue = StepQueue(rawValue: words[0]) else {
            throw JobHopeless(reason: "malformed")
        }
        let now = world.now()
        try await engine.write { [call] db in
            let late = try OverdueStore.tell(of: queue, at: now, in: db)
            if late.areOthers { try Self.enqueue(queue, found: now, in: db) }
            guard late.told > 0 else { return }
            try call(.stepsLate, whoMay: .returnWork, occasion: job.key, in: db) { account in
                DeskClerks.queue(account) == queue
            }
        }
    }

    /// The next one that has not begun.
    static func morning(after now: Instant) -> Instant {
        let midnight =
            Int64(CalendarDate(inChinaAt: now).daysSince1970) * 86_400_000 - 8 * 3_600_000
        let today = Instant(milliseconds: midnight + hour * 3_600_000)
        return now < today ? today : today + .seconds(86_400)
    }
}
