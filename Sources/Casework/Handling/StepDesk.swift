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
        let file: CaseFile
        let item: ServiceItem
        let step: CaseStep
    }

    /// - Throws: ``StepRefused``: no such step, another queue's.
    func find(_ key: CaseStep.Key, for clerk: Clerk, in db: any SQLConnection) throws -> Found {
        guard let step = try CaseStepStore.find(key, in: db),
            let file = try CaseStore.find(key.number, vault: parts.vault, in: db)
        else { throw StepRefused.unknownStep }
        guard step.queue == clerk.queue else { throw StepRefused.otherQueue }
        return Found(file: file, item: try parts.item(of: file), step: step)
    }

    /// As ``find(_:for:in:)`` for who has claimed it.
    ///
    /// - Throws: ``StepRefused/notClaimed``, ``StepRefused/ownCase``, ``StepRefused/unknownSelf`` besides.
    func claimed(_ key: CaseStep.Key, by clerk: Clerk, in db: any SQLConnection) throws -> Found {
        let found = try find(key, for: clerk, in: db)
        guard found.step.account == clerk.account,
            found.step.state == .claimed || found.step.state == .correction
        else { throw StepRefused.notClaimed }
        try requireStranger(clerk, to: found.file, in: db)
        return found
    }

    /// Nobody decides her own case, nor that of somebody for whom she acts or who acts for her.
    func requireStranger(_ clerk: Clerk, to file: CaseFile, in db: any SQLConnection) throws {
        guard let isHer = clerk.isHer else { throw StepRefused.unknownSelf }
        for id in [file.citizen, file.actor].compactMap(\.self) {
            guard let person = try CitizenStore.find(id, vault: parts.vault, in: db) else {
                throw StepRefused.unknownStep
            }
            let numbers = try parts.standing.numbersTied(to: person, in: db).union([person.number])
            guard !numbers.contains(where: isHer) else { throw StepRefused.ownCase }
        }
    }

    /// Writes an act down: in the case's history, and as a leaf that its person sees.
    func note(
        _ event: CaseEvent, at step: CaseStep, of file: CaseFile, by clerk: Clerk, detail: String? = nil,
        fields: [String] = [], _ requestID: String, at now: Instant, in db: any SQLConnection
    ) throws {
        try CaseStore.advance(
            file.number, by: event, terminal: nil, detail: detail,
            EventTrace(step, account: clerk.account, at: now), at: now, in: db)
        try parts.audit.append(
            AuditAct(
                "case.\(event.rawValue)", actor: .staff(clerk.account),
                purpose: try parts.item(of: file).basicCode, caseNumber: file.number.rawValue,
                subject: try parts.vault.subject(file.citizen, in: db).commitment(), fields: fields,
                decision: [step.key.step, detail].compactMap(\.self).joined(separator: " "),
                requestID: requestID),
            in: db)
    }
}
