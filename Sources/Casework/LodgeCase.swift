import Audit
import Base
import Catalogue
public import Identity
import Representation
import Stations
public import Storage
import Vault
public import Web

/// Lodges a whole application in one transaction: number, sealed answers, history, audit leaf, the job that makes the
/// paper, and the memory of its key.
///
/// The department is not asked before the commit, so a silent one does not keep a person waiting; the job asks when it
/// answers. Each key is an application of its own, whether or not the person has others.
public struct LodgeCase: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Parameters:
    ///   - application: What is applied for.
    ///   - session: Finds the identified session within the transaction, or refuses.
    ///   - key: A repeat under the same key is answered with the first number.
    ///   - requestID: For the audit.
    /// - Returns: The number of the submitted case.
    /// - Throws: `IdentityRefused`; ``AnswersRefused``; ``CaseRefused``; `Problem` when the key was used otherwise.
    public func callAsFunction(
        _ application: Application,
        by session: @escaping @Sendable (any SQLConnection) throws -> IdentifiedSession, once key: ActKey,
        requestID: String
    ) async throws -> CaseNumber {
        guard let id = ServiceID(rawValue: application.service) else { throw CaseRefused.unknownService }
        let item = try parts.item(id)
        guard item.selfService, !item.isBundle else { throw CaseRefused.unknownService }
        let books = item.slots != nil || parts.catalogue.booking(cancelledBy: item) != nil
        guard !item.looksAtRegisters, !books, !item.asksForFiles else { throw CaseRefused.stepByStep }
        let now = parts.world.now()
        let today = CalendarDate(inChinaAt: now)
        let early = item.looksAtPerson ? nil : try Checked(application, item, of: nil, on: today)
        let prefix = CaseNumber.prefix(implementationCode: item.implementationCode, day: today)
        let number = try await parts.numbers.next(prefix)
        do {
            try await parts.engine.write { db in
                let session = try session(db)
                try ServiceGate.require(item.id.rawValue, at: session.session.terminalID, in: db)
                guard item.accepts(session.session.factors) else { throw CaseRefused.moreProofNeeded }
                let acting = try CaseActor.opening(item, in: session, parts, in: db)
                let subject = acting?.subject ?? session.citizen
                let checked =
                    try early
                    ?? Checked(
                        application, item,
                        of: CitizenStore.find(subject, vault: parts.vault, in: db)?.number, on: today)
                try lodge(item, checked, number, session, acting, requestID, at: now, in: db)
                guard try key.keep(Array(number.rawValue.utf8), in: db) else { throw LodgedBefore() }
            }
            return number
        } catch  where error is any Refusal || error is LodgedBefore {
            parts.numbers.giveBack(number, of: prefix)
            // The visit may be over by the time a repeat arrives: the first answer still stands.
            guard let first = try await first(key) else { throw error }
            return first
        }
    }

    private struct LodgedBefore: Error {}

    /// Answers that may be lodged, and as they are sealed.
    private struct Checked: Sendable {
        let answers: [String: String]
        let written: [UInt8]

        /// - Throws: ``AnswersRefused``; ``CaseRefused/notEligible``.
        init(
            _ application: Application, _ item: ServiceItem, of person: CitizenNumber?, on today: CalendarDate
        ) throws {
            let facts = RuleFacts(today: today, values: person.map { RuleFacts.person($0, on: today) } ?? [:])
            guard item.eligibility.allSatisfy({ $0.rule.holds(in: facts) }) else {
                throw CaseRefused.notEligible
            }
            answers = try application.checked(against: item, of: person, on: today)
            written = try SealedCase.written(answers)
        }
    }

    private func first(_ key: ActKey) async throws -> CaseNumber? {
        let kept = try await parts.engine.read { db in try key.answer(in: db) }
        return kept.flatMap { CaseNumber(rawValue: String(decoding: $0, as: UTF8.self)) }
    }

    private func lodge(
        _ item: ServiceItem, _ checked: Checked, _ number: CaseNumber, _ session: IdentifiedSession,
        _ acting: Acting?, _ requestID: String, at now: Instant, in db: any SQLConnection
    ) throws {
        let key = try parts.vault.subject(acting?.subject ?? session.citizen, in: db)
        let terminal = session.session.terminalID
        try CaseStore.lodge(
            CaseFile(
                number: number, service: item.id, serviceVersion: item.version,
                citizen: key.subject, actor: acting?.actor, acting: acting?.id, terminalID: terminal,
                language: session.session.language, state: .submitted, answers: checked.answers,
                record: nil, openedAt: now, submittedAt: now, issuedAt: nil),
            answers: SealedCase.seal(written: checked.written, of: number, key: key), in: db)
        try JobStore.enqueue(
            NewJob(
                kind: IssuePaperJob.kind(of: item.department), key: number.rawValue,
                payload: Array(number.rawValue.utf8), runAt: now),
            in: db)
        try parts.audit.append(
            AuditAct(
                "case.lodged", actor: parts.standing.auditActor(acting, in: db), purpose: item.basicCode,
                caseNumber: number.rawValue,
                subject: key.commitment(), fields: checked.answers.keys.sorted(), terminal: terminal,
                requestID: requestID),
            in: db)
    }
}
