import Audit
import Base
import Catalogue
import Documents
public import Identity
import Representation
import Stations
import Storage
import Uploads
import Vault

/// Submits a complete form and makes its paper: once, however often the button is pressed.
///
/// Submission is durable before the paper is begun; a job takes over when the paper is not made in the same breath.
public struct SubmitCase: Sendable {
    /// How long the direct way has before the job tries.
    static let jobAfter = Duration.seconds(15)

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// `seen` is the mark of what the check page showed; nil where nobody looked at a page.
    ///
    /// - Throws: ``CaseRefused/answeredElsewhere`` when something counts by now that the page did not show, and nothing is handed
    ///   in.
    public func callAsFunction(
        _ number: CaseNumber, of session: IdentifiedSession, seen: AnswerMark? = nil, requestID: String
    ) async throws {
        let form = try await OwnedCase(parts).form(number, of: session)
        let issue = IssuePaper(parts)
        var drawn: SealedDocument?
        if form.file.state == .open {
            // A phone answers every form; it hands in what a phone may open, the rest is handed in where the card is.
            guard form.mayBeHandedIn(by: session) else { throw CaseRefused.moreProofNeeded }
            guard !form.file.lacksRecord(at: parts.world.now()) else { throw CaseRefused.recordMissing }
            try form.requireSubmittable()
            try require(form, asSeen: seen)
            // What cannot become a paper stays a form that its person can still change.
            drawn = try await issue.draw(number, at: session.session.terminalID)
        }
        try await accept(number, of: session, seen: seen, requestID: requestID)
        try await issue.issue(number, drawn: drawn, at: session.session.terminalID)
    }

    /// The durable half: after it the submission stands, and the job will make the paper whatever happens here.
    func accept(
        _ number: CaseNumber, of session: IdentifiedSession, seen: AnswerMark? = nil, requestID: String
    ) async throws {
        var form = try await OwnedCase(parts).form(number, of: session)
        let spoken = session.session.language
        if form.file.state == .open, form.file.language != spoken {
            // She is written to as she speaks now, whatever she spoke when she began.
            try await parts.engine.write { db in try CaseStore.speak(spoken, of: number, in: db) }
            form = try await OwnedCase(parts).form(number, of: session)
        }
        switch form.file.state {
        case .open:
            guard form.mayBeHandedIn(by: session) else { throw CaseRefused.moreProofNeeded }
            try form.requireSubmittable()
            try require(form, asSeen: seen)
            try await submit(form, session, requestID)
        case .submitted, .deciding, .correcting, .approved, .issued, .delivered, .refused: break
        case .withdrawn: throw CaseRefused.withdrawn
        }
    }

    private func require(_ form: CaseForm, asSeen seen: AnswerMark?) throws(CaseRefused) {
        guard seen == nil || seen == AnswerMark(of: form, parts.vault) else { throw .answeredElsewhere }
    }

    /// The form as it was judged, and nothing else.
    func submit(
        _ form: CaseForm, _ session: IdentifiedSession, _ requestID: String
    ) async throws {
        let (file, item) = (form.file, form.item)
        let now = parts.world.now()
        let parts = parts
        let terminal = session.session.terminalID
        try await parts.engine.write { db in
            try ServiceGate.require(item.id.rawValue, at: terminal, in: db)
            guard let current = try CaseStore.find(file.number, vault: parts.vault, in: db),
                current.state == .open
            else { return }
            // An answer of another screen, or a register's, may have come in between: it was neither judged nor agreed to.
            guard current.answers == file.answers, current.record == file.record else {
                throw CaseRefused.answeredElsewhere
            }
            let acting = try CaseActor.require(current, of: session, parts, in: db)
            try Self.settleFiles(of: current, item, parts, in: db)
            try CaseStore.advance(file.number, by: .submitted, terminal: session.terminal, at: now, in: db)
            try SettleBooking(parts)(
                form, by: acting, terminal: session.terminal, requestID: requestID, at: now, in: db)
            if item.handling == .promised {
                try HandInCase(parts).begin(current, item, at: now, in: db)
            } else {
                try JobStore.enqueue(
                    NewJob(
                        kind: IssuePaperJob.kindName, key: file.number.rawValue,
                        payload: Array(file.number.rawValue.utf8),
                        runAt: now + Self.jobAfter),
                    in: db)
            }
            try parts.audit.append(
                AuditAct(
                    "case.submitted", actor: parts.standing.auditActor(acting, in: db),
                    purpose: item.basicCode,
                    caseNumber: file.number.rawValue,
                    subject: try parts.vault.subject(file.citizen, in: db).commitment(),
                    fields: form.answers.keys.sorted(), terminal: session.terminal, requestID: requestID),
                in: db)
        }
    }

    /// A file may have come or gone since the form was read: it is read once more where it asks for any.
    ///
    /// What answers no question is not handed in.
    private static func settleFiles(
        of current: CaseFile, _ item: ServiceItem, _ parts: CaseParts, in db: any SQLConnection
    ) throws {
        guard item.asksForFiles else { return }
        let form = try parts.form(of: current, in: db)
        try form.requireSubmittable()
        for upload in try UploadStore.all(of: current.number.rawValue, in: db)
        where form.answers[upload.question] == nil || upload.state == .infected {
            _ = try UploadStore.remove(
                upload.id, of: current.number.rawValue, question: upload.question, in: db)
        }
    }
}
