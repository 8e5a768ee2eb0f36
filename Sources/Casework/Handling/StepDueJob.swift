import Audit
public import Base
public import Storage
import Stations
import Notices

/// The timer of a step's deadline: what is not decided by then is written down, and somebody is alarmed.
///
/// While its person answers, the timer waits with the step. A deadline that moved meanwhile has a timer of its own, and the old
/// one finds nothing to do; an answer of the same day moves none.
public struct StepDueJob: JobHandler {
    static let kindName = "case.step-due"

    public let kind = StepDueJob.kindName
    let parts: CaseParts
    /// What else happens when a step becomes late, in the same transaction.
    let becameLate: BecameLate

    public typealias BecameLate =
        @Sendable (_ step: CaseStep, _ now: Instant, _ db: any SQLConnection) throws -> Void

    public init(_ parts: CaseParts, becameLate: @escaping BecameLate = { _, _, _ in }) {
        self.parts = parts
        self.becameLate = becameLate
    }

    /// Sets the timer of a step whose clock runs.
    static func enqueue(_ step: CaseStep, in db: any SQLConnection) throws(SQLError) {
        guard step.isRunning, let due = step.due else { return }
        let text = "\(step.key.number) \(step.key.step) \(due.at.milliseconds)"
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: text, payload: Array(text.utf8),
                runAt: due.at + .milliseconds(1)),
            in: db)
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 3, let number = CaseNumber(rawValue: words[0]), let due = Int64(words[2]) else {
            throw JobHopeless(reason: "malformed")
        }
        let now = parts.world.now()
        let raise = RaiseAlarm(engine: parts.engine, world: parts.world)
        let waits = try await parts.engine.write { [parts, becameLate] db in
            guard let step = try CaseStepStore.find(CaseStep.Key(number, words[1]), in: db),
                let deadline = step.due, deadline.at.milliseconds == due, now > deadline.at
            else { return false }
            guard step.state != .correction else { return true }
            guard step.isRunning else { return false }
            try StepEscalationJob.enqueue(step, levels: 1, parts, in: db)
            // Late before its person was asked, and late still: that is known.
            guard try OverdueStore.insert(step, due: deadline, at: now, in: db) else { return false }
            try CaseStore.advance(
                number, by: .stepOverdue, terminal: nil, EventTrace(step, account: nil, at: now), at: now,
                in: db)
            if let heading = try CaseStore.heading(number, in: db) {
                try parts.tell(.overdue, of: heading, in: db)
            }
            try parts.audit.append(
                AuditAct(
                    "case.step-overdue", actor: .system("deadlines"), purpose: nil,
                    caseNumber: number.rawValue, subject: nil, decision: step.key.step),
                in: db)
            // One alarm for a queue, counted: many late cases are one thing to look into.
            try raise(.caseOverdue, terminal: nil, detail: Self.word(step), in: db)
            try becameLate(step, now, db)
            return false
        }
        if waits { throw JobPostponed.personAnswers(after: now) }
    }

    /// The queue as a closed word, such as `police-3`.
    private static func word(_ step: CaseStep) -> String {
        String(step.queue.rawValue.map { $0 == "/" ? "-" : $0 }.prefix(40))
    }
}
