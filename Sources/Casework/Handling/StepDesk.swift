import Audit
import Base
import Catalogue
import Identity
import Representation
import Storage
import Vault

/// What every act of a clerk at a step has in common: whose queue it is, whose case, and what is written down of it.
struct StepDesk: Sendable {
    /// **Unit:** characters of a note to the person.
    static let noteMax = 500

    let parts: CaseParts

    /// A step with its case, as they stand in this transaction.
    struct Found {
        let heading: CaseHeading
        /// Her key, read once in this transaction.
        let subject: SubjectKey
        let item: ServiceItem
        let step: CaseStep
    }

    /// - Throws: ``StepRefused``: no such step, another queue's.
    func find(_ key: CaseStep.Key, for clerk: Clerk, in db: any SQLConnection) throws -> Found {
        guard let step = try CaseStepStore.find(key, in: db),
            let heading = try CaseStore.heading(key.number, in: db)
        else { throw StepRefused.unknownStep }
        guard step.queue == clerk.queue else { throw StepRefused.otherQueue }
        return Found(
            heading: heading, subject: try parts.vault.subject(heading.citizen, in: db),
            item: try parts.item(heading.service, version: heading.serviceVersion),
            step: step)
    }

    /// The form of a case that was found, for who must see what its person said.
    func form(of found: Found, in db: any SQLConnection) throws -> CaseForm {
        guard let file = try CaseStore.find(found.heading.number, vault: parts.vault, in: db) else {
            throw StepRefused.unknownStep
        }
        return try parts.form(of: file, in: db)
    }

    /// As ``find(_:for:in:)`` for who has claimed it.
    ///
    /// - Throws: ``StepRefused/notClaimed``, ``StepRefused/ownCase``, ``StepRefused/unknownSelf`` besides.
    func claimed(_ key: CaseStep.Key, by clerk: Clerk, in db: any SQLConnection) throws -> Found {
        let found = try find(key, for: clerk, in: db)
        // Decided in another window: to say that she has not claimed it would be wrong.
        if found.step.account == clerk.account, [.approved, .refused].contains(found.step.state) {
            throw StepRefused.decided
        }
        guard found.step.account == clerk.account,
            found.step.state == .claimed || found.step.state == .correction
        else { throw StepRefused.notClaimed }
        try requireStranger(clerk, to: found, in: db)
        return found
    }

    /// Nobody decides her own case, nor that of somebody for whom she acts or who acts for her.
    func requireStranger(_ clerk: Clerk, to found: Found, in db: any SQLConnection) throws {
        try requireStranger(clerk, to: found.subject, actor: found.heading.actor, in: db)
    }

    func requireStranger(
        _ clerk: Clerk, to subject: SubjectKey, actor: Token?, in db: any SQLConnection
    ) throws {
        guard let isHer = clerk.isHer else { throw StepRefused.unknownSelf }
        var persons = [try CitizenStore.find(subject, in: db)]
        if let actor {
            persons.append(try CitizenStore.find(actor, vault: parts.vault, in: db))
        }
        for person in persons {
            guard let person else { throw StepRefused.unknownStep }
            let numbers = try parts.standing.numbersTied(to: person, in: db).union([person.number])
            guard !numbers.contains(where: isHer) else { throw StepRefused.ownCase }
        }
    }

    /// Writes an act down: in the case's history, and as a leaf that its person sees.
    func note(
        _ event: CaseEvent, at step: CaseStep, of found: Found, by clerk: Clerk, detail: String? = nil,
        fields: [String] = [], _ requestID: String, at now: Instant, in db: any SQLConnection
    ) throws {
        try CaseStore.advance(
            found.heading.number, from: found.heading.state, by: event, terminal: nil, detail: detail,
            EventTrace(step, account: clerk.account, at: now), at: now, in: db)
        try parts.audit.append(
            AuditAct(
                "case.\(event.rawValue)", actor: .staff(clerk.account),
                purpose: found.item.basicCode, caseNumber: found.heading.number.rawValue,
                subject: found.subject.commitment(), fields: fields,
                decision: [step.key.step, detail].compactMap(\.self).joined(separator: " "),
                requestID: requestID),
            in: db)
    }
}
