public import Base
public import Casework
public import Staff
public import Storage

/// Tells the supervisors of an office by one message in the morning that steps of theirs became late since the last.
///
/// Deadlines end at midnight, many at once: a message for each would wake somebody for a list. What has been decided
/// by the morning is not told, and neither is what waits for its person.
public struct LateStepsJob: JobHandler {
    static let kindName = "desk.steps-late"
    /// By the clock in China.
    static let hour: Int64 = 9

    public let kind = LateStepsJob.kindName
    let engine: any SQLEngine
    let call: CallStaff

    public init(engine: any SQLEngine, call: CallStaff) {
        self.engine = engine
        self.call = call
    }

    /// One timer for all that an office is late with on one morning.
    public static func enqueue(_ step: CaseStep, found now: Instant, in db: any SQLConnection) throws {
        let text = "\(step.queue) \(morning(after: now).milliseconds)"
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: text, payload: Array(text.utf8), runAt: morning(after: now)), in: db)
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let queue = StepQueue(rawValue: words[0]), let end = Int64(words[1]) else {
            throw JobHopeless(reason: "malformed")
        }
        let morning = Instant(milliseconds: end)
        try await engine.write { [call] db in
            let found = try OverdueStore.found(
                in: queue, from: morning - .seconds(86_400), before: morning, in: db)
            guard found > 0 else { return }
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
