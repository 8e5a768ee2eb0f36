import Audit
import Base
import Catalogue
import Identity
import Representation
import Storage
import Uploads
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

        var sight: StepSight? { item.sight(at: step.key.step, of: step.department) }
    }

    /// `steps` are the case's, where its caller has read them.
    ///
    /// - Throws: ``StepRefused``: no such step, another queue's.
    func find(
        _ key: CaseStep.Key, among steps: [CaseStep]? = nil, for clerk: Clerk, in db: any SQLConnection
    ) throws -> Found {
        guard let step = try steps.map({ $0.first { $0.key == key } }) ?? CaseStepStore.find(key, in: db),
            let heading = try CaseStore.heading(key.number, in: db)
        else { throw StepRefused.unknownStep }
        guard step.queue == clerk.queue else { throw StepRefused.otherQueue }
        return Found(
            heading: heading, subject: try parts.vault.subject(heading.citizen, in: db),
            item: try parts.item(heading.service, version: heading.serviceVersion),
            step: step)
    }

    /// A reason by its id among those of the step's department.
    ///
    /// - Throws: ``StepRefused/choiceUnknown``
    func reason(
        _ id: String, for act: StepReason.Act, at step: CaseStep
    ) throws(StepRefused) -> GivenReason {
        guard
            let reason = parts.catalogue.reason(id, for: act, by: step.department, of: step.service)
        else { throw .choiceUnknown }
        return GivenReason(reason)
    }

    /// The questions whose files are lost, so that they may be asked for whatever was asked before.
    func lost(
        _ found: Found, _ corrections: [CaseCorrection], in db: any SQLConnection
    ) throws(SQLError) -> Set<String> {
        CaseFiles.lost(
            try UploadStore.all(of: found.heading.number.rawValue, in: db),
            try CaseStore.history(of: found.heading.number, in: db), corrections)
    }

    /// The form of a case that was found, for who must see what its person said: as much of it as the step needs.
    func form(of found: Found, in db: any SQLConnection) throws -> CaseForm {
        guard let file = try CaseStore.find(found.heading.number, vault: parts.vault, in: db) else {
            throw StepRefused.unknownStep
        }
        return try parts.form(of: file, in: db).seen(with: found.sight)
    }

    /// As ``find(_:among:for:in:)`` for who has claimed it.
    ///
    /// - Throws: ``StepRefused/notClaimed``, ``StepRefused/ended``, ``StepRefused/ownCase``, ``StepRefused/unknownSelf`` besides.
    func claimed(
        _ key: CaseStep.Key, among steps: [CaseStep]? = nil, by clerk: Clerk, in db: any SQLConnection
    ) throws -> Found {
        let found = try find(key, among: steps, for: clerk, in: db)
        // Decided in another window: to say that she has not claimed it would be wrong.
        if found.step.account == clerk.account, [.approved, .refused].contains(found.step.state) {
            throw StepRefused.decided
        }
        guard found.step.state != .void else { throw StepRefused.ended }
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

    /// The same of whom a step is given to, in words for who gives it.
    ///
    /// - Throws: ``StepRefused/otherTied``, ``StepRefused/otherUnknown``.
    func requireStranger(colleague: Clerk, to found: Found, in db: any SQLConnection) throws {
        do {
            try requireStranger(colleague, to: found, in: db)
        } catch StepRefused.ownCase {
            throw StepRefused.otherTied
        } catch StepRefused.unknownSelf {
            throw StepRefused.otherUnknown
        }
    }

    func requireStranger(
        _ clerk: Clerk, to subject: SubjectKey, actor: Token?, in db: any SQLConnection
    ) throws {
        try requireStranger(clerk.isHer, to: subject, actor: actor, in: db)
    }

    /// `isHer` says whether a citizen's number is that of who acts; nil when the desk does not know hers.
    func requireStranger(
        _ isHer: Clerk.IsHer?, to subject: SubjectKey, actor: Token?, in db: any SQLConnection
    ) throws {
        guard let isHer else { throw StepRefused.unknownSelf }
        var persons = [subject]
        if let actor {
            do {
                persons.append(try parts.vault.subject(actor, in: db))
            } catch VaultError.shredded { throw StepRefused.unknownStep }
        }
        for person in persons {
            guard let isTied = try parts.standing.isTied(isHer, to: person, in: db) else {
                throw StepRefused.unknownStep
            }
            guard !isTied else { throw StepRefused.ownCase }
        }
    }

    /// Writes an act down: in the case's history, and as a leaf that its person sees.
    ///
    /// - Returns: How the case stands after it.
    @discardableResult
    func note(
        _ event: CaseEvent, at step: CaseStep, of found: Found, by clerk: Clerk, detail: String? = nil,
        fields: [String] = [], _ requestID: String, at now: Instant, in db: any SQLConnection
    ) throws -> CaseState {
        let state = try CaseStore.advance(
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
        return state
    }
}
