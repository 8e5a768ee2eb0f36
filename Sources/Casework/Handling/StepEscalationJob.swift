import Audit
public import Base
import Catalogue
import Notices
public import Storage

/// The timer of a step that stays late: after so many further working days the office of the next level is told, and after
/// as many again the one above it.
///
/// While its person answers, the timer waits with the step. Where her answer moved the deadline, the timer of the new one
/// counts, and an office that was told is not told again.
public struct StepEscalationJob: JobHandler {
    static let kindName = "case.step-escalation"

    public let kind = StepEscalationJob.kindName
    let parts: CaseParts
    /// How an office is told, in the same transaction.
    let tell: Tell

    public typealias Tell =
        @Sendable (_ office: StepQueue, _ now: Instant, _ db: any SQLConnection) throws -> Void

    public init(_ parts: CaseParts, tell: @escaping Tell = { _, _, _ in }) {
        self.parts = parts
        self.tell = tell
    }

    /// Sets the timer of so many levels above (``OverdueStore/withoutTimer(limit:in:)`` knows its key) the step's office; of none where there is no such office.
    static func enqueue(
        _ step: CaseStep, levels: Int, _ parts: CaseParts, in db: any SQLConnection
    ) throws(SQLError) {
        guard let due = step.due, office(of: step, levels: levels) != nil else { return }
        let day = parts.catalogue.calendar.dueDay(parts.figures.escalationDays * levels, after: due.day).day
        let text = "\(step.key.number) \(step.key.step) \(due.at.milliseconds) \(levels)"
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: text, payload: Array(text.utf8),
                runAt: day.endInChina + .milliseconds(1)), in: db)
    }

    private static func office(of step: CaseStep, levels: Int) -> StepQueue? {
        (0..<levels).reduce(step.queue) { office, _ in office?.above }
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 4, let number = CaseNumber(rawValue: words[0]), let due = Int64(words[2]),
            let levels = Int(words[3]), (1...6).contains(levels)
        else { throw JobHopeless(reason: "malformed") }
        let now = parts.world.now()
        let waits = try await parts.engine.write { [parts, tell] db in
            guard let step = try CaseStepStore.find(CaseStep.Key(number, words[1]), in: db),
                step.due?.at.milliseconds == due,
                // So many levels above the office that had it; the one that has it after a referral may be nearer the top.
                let office = Self.office(of: step, levels: levels) ?? Self.office(of: step, levels: 1)
            else { return false }
            guard step.state != .correction else { return true }
            guard step.isRunning else { return false }
            try Self.enqueue(step, levels: levels + 1, parts, in: db)
            guard try OverdueStore.escalate(step.key, to: office.level, in: db) else { return false }
            try CaseStore.advance(
                number, by: .stepEscalated, terminal: nil, detail: office.rawValue,
                EventTrace(step, account: nil, at: now), at: now, in: db)
            try parts.audit.append(
                AuditAct(
                    "case.step-escalated", actor: .system("deadlines"), purpose: nil,
                    caseNumber: number.rawValue, subject: nil,
                    decision: "\(step.key.step) \(office)"),
                in: db)
            try tell(office, now, db)
            return false
        }
        // An answer of the same day moves no deadline, so this timer is the only one.
        if waits { throw JobPostponed.personAnswers(after: now) }
    }
}
