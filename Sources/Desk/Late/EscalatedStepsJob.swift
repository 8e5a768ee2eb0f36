public import Base
public import Casework
public import Staff
public import Storage

/// Tells the supervisors of an office by one message in the morning that offices below it have been late for days.
///
/// What has been decided by the morning is not told; what waits for its person then is told on a morning after her answer.
public struct EscalatedStepsJob: JobHandler {
    static let kindName = "desk.steps-escalated"

    public let kind = EscalatedStepsJob.kindName
    let engine: any SQLEngine
    let world: World
    let call: CallStaff

    public init(engine: any SQLEngine, world: World, call: CallStaff) {
        self.engine = engine
        self.world = world
        self.call = call
    }

    /// One timer for all that comes up to an office on one morning.
    public static func enqueue(_ office: StepQueue, found now: Instant, in db: any SQLConnection) throws {
        let morning = LateStepsJob.morning(after: now)
        let text = "\(office) \(morning.milliseconds)"
        try JobStore.enqueue(
            NewJob(kind: kindName, key: text, payload: Array(text.utf8), runAt: morning), in: db)
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let office = StepQueue(rawValue: words[0]) else {
            throw JobHopeless(reason: "malformed")
        }
        let now = world.now()
        try await engine.write { [call] db in
            guard try !OverdueStore.escalated(to: office, limit: 1, in: db).isEmpty else {
                if try OverdueStore.escalatedAwaitPerson(to: office, in: db) {
                    try Self.enqueue(office, found: now, in: db)
                }
                return
            }
            try call(.stepsEscalated, whoMay: .returnWork, occasion: job.key, in: db) { account in
                DeskClerks.queue(account) == office
            }
        }
    }
}
