import Audit
import Base
import Catalogue
public import Identity
import Representation
import Stations
import Storage
import Vault

/// The person's side of a correction: she answers what was asked for, and hands the case in again.
public struct CorrectCase: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Hands the case in again; the steps that waited go on, their deadlines moved by the days they waited.
    ///
    /// - Throws: ``CaseRefused/incomplete`` while something asked for is not answered; ``CaseState/refusal`` of what waits for
    ///   no correction; ``CaseRefused/moreProofNeeded`` on the phone of who acts for another.
    public func callAsFunction(
        _ number: CaseNumber, of session: IdentifiedSession, requestID: String
    ) async throws {
        let item = try await OwnedCase(parts).form(number, of: session).item
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            let acting = try CaseActor.require(file, of: session, parts, in: db)
            try file.requireServed(at: session, in: db)
            guard file.mayGoToOffice(at: session) else { throw CaseRefused.moreProofNeeded }
            guard file.state == .correcting else { throw file.state.refusal }
            let open = try Self.open(file, parts, in: db)
            guard open.allSatisfy(\.isComplete), try parts.form(of: file, in: db).next == nil else {
                throw CaseRefused.incomplete
            }
            for correction in open { try Self.goOn(correction, at: now, parts, in: db) }
            try CaseStore.advance(
                number, by: .corrected, terminal: session.terminal, at: now, in: db)
            if let corrected = try CaseStore.heading(number, in: db) {
                try parts.tellIfAccepted(corrected, in: db)
            }
            try parts.audit.append(
                AuditAct(
                    "case.corrected", actor: parts.standing.auditActor(acting, in: db),
                    purpose: item.basicCode, caseNumber: number.rawValue,
                    subject: try parts.vault.subject(file.citizen, in: db).commitment(),
                    fields: open.flatMap(\.questions), terminal: session.terminal,
                    requestID: requestID),
                in: db)
        }
    }

    /// Lets an answer of a case that waits for corrections through, and notes that it was given.
    ///
    /// - Throws: ``CaseRefused/notNow`` for what was not asked for and is answered already.
    static func take(
        _ question: String, of file: CaseFile, _ parts: CaseParts, in db: any SQLConnection
    ) throws {
        let asked = try open(file, parts, in: db).filter { $0.questions.contains(question) }
        // A corrected answer may make another question necessary that was not on the way before.
        guard try !asked.isEmpty || parts.form(of: file, in: db).next?.id == question else {
            throw CaseRefused.notNow
        }
        for correction in asked { try CorrectionStore.answered(correction, question, in: db) }
    }

    static func open(
        _ file: CaseFile, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> [CaseCorrection] {
        try CorrectionStore.all(
            of: file.number, by: parts.vault.subject(file.citizen, in: db), in: db
        ).filter { $0.answeredAt == nil }
    }

    private static func goOn(
        _ correction: CaseCorrection, at now: Instant, _ parts: CaseParts, in db: any SQLConnection
    ) throws {
        guard let before = try CaseStepStore.find(correction.key, in: db) else { return }
        var step = before
        try step.take(.corrected)
        let begin = before.pausedAt ?? correction.askedAt
        step.due = before.due?.moved(from: begin, to: now, parts.catalogue.calendar)
        step.paused = before.paused + now.since(begin)
        step.pausedAt = nil
        try CaseStepStore.save(step, found: before, in: db)
        try CorrectionStore.close(correction.key, at: now, in: db)
        if let due = step.due, due.at >= now { try OverdueStore.end(step.key, at: now, in: db) }
        try StepDueJob.enqueue(step, in: db)
    }
}
