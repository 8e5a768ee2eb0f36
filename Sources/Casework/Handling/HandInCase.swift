import Audit
import Base
import Catalogue
import Identity
import Stations
import Storage
import Vault
import Notices

/// Hands a submitted case to those who decide it: one step a row, the first of them ready.
public struct HandInCase: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Does nothing to a case that is decided at once, or stands elsewhere.
    func callAsFunction(_ number: CaseNumber) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db),
                file.state == .submitted
            else { return }
            let item = try parts.item(of: file)
            guard item.handling == .promised else { return }
            try parts.form(of: file, in: db).requireComplete()
            try begin(file, item, at: now, in: db)
        }
    }

    /// The same in the transaction of the submission.
    func begin(_ file: CaseFile, _ item: ServiceItem, at now: Instant, in db: any SQLConnection) throws {
        let division = try TerminalPlace.division(of: file.terminalID, in: db)
        let state = try CaseStore.advance(
            file.number, by: .handedIn, terminal: file.terminal, at: now, in: db)
        guard let person = try CitizenStore.find(file.citizen, vault: parts.vault, in: db) else {
            throw CaseRefused.unknownCase
        }
        try CaseTermStore.insert(
            file.number, of: person, phone: item.phones(in: file, of: person).first, parts.vault, in: db)
        try parts.tell(.handedIn, of: file.heading, in: db)
        try AcceptanceLapseJob.enqueue(file.number, submitted: file.submittedAt ?? now, parts, in: db)
        let form = try item.steps.contains { $0.region != nil } ? parts.form(of: file, in: db) : nil
        for (index, step) in item.steps.enumerated() {
            let queue = try StepQueue(step, of: form, handedInIn: division)
            var row = CaseStep(
                key: CaseStep.Key(file.number, step.id), place: index + 1,
                queue: queue, department: step.department, level: step.level, service: item.id,
                after: step.after,
                workingDays: step.workingDays, state: .waiting, account: nil, readyAt: nil, due: nil,
                claimedAt: nil, pausedAt: nil, paused: .zero, decidedAt: nil, reason: nil)
            if row.after.isEmpty { try row.begin(at: now, parts.catalogue.calendar) }
            try CaseStepStore.insert(row, in: db)
            if row.isRunning { try row.announceBegun(in: state, at: now, in: db) }
        }
    }
}

extension CaseStep {
    /// What it waited for is approved: its clock starts.
    mutating func begin(at now: Instant, _ calendar: WorkingCalendar) throws(StepRefused) {
        try take(.begun)
        readyAt = now
        due = StepDeadline(workingDays, from: now, calendar)
    }

    /// Writes its beginning into the case's history and sets the timer of its deadline.
    func announceBegun(in state: CaseState, at now: Instant, in db: any SQLConnection) throws {
        try CaseStore.advance(
            key.number, from: state, by: .stepBegun, terminal: nil, EventTrace(self, account: nil, at: now),
            at: now, in: db)
        try StepDueJob.enqueue(self, in: db)
    }
}
