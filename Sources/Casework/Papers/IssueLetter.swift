import Documents
import Identity
import Audit
import Base
import Catalogue
import Representation
import Storage
import Wire
import Vault

/// The letters of a case that departments decide (``CaseLetter``): something in the hand of who has no phone to look at.
///
/// Each is made when it is first printed, and once; it stays what it is whatever becomes of the case.
public struct IssueLetter: Sendable {
    /// What the page of a letter shows.
    public enum Standing: Hashable, Sendable {
        case ready
        /// It is being printed in this visit.
        case underWay
        /// It came out in this visit.
        case outHere
        /// It came out on an earlier one, and can be printed again.
        case printed
    }

    /// How old a letter is of whose printing nothing is known any more.
    ///
    /// One that is younger has just been made.
    private static let forgottenAfter = Duration.seconds(86_400)

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// For a case that its caller has found to be the person's own; nil where there is none to be had.
    ///
    /// What comes out in this visit is said whatever has become of the case meanwhile, or it stays in the tray.
    func standing(
        _ paper: CasePaper, of file: CaseFile, in session: IdentifiedSession
    ) async throws -> (standing: Standing?, isLast: Bool) {
        let (parts, now) = (parts, parts.world.now())
        return try await parts.engine.read { db in
            let tickets = try TicketStore.tickets(of: paper, caseNumber: file.number.rawValue, in: db)
            let own = tickets.filter { $0.sessionHash == session.session.tokenHash }
            let isLast = try Self.letter(paper, of: file, parts, in: db) == nil
            if own.contains(where: { $0.state == .printed }) { return (.outHere, isLast) }
            if own.contains(where: { $0.state.isLive }) { return (.underWay, isLast) }
            guard !isLast else { return (nil, true) }
            guard let record = try DocumentStore.find(paper, caseNumber: file.number.rawValue, in: db)
            else { return (.ready, false) }
            let isForgotten = tickets.isEmpty && now.since(record.issuedAt) > Self.forgottenAfter
            return (isForgotten || tickets.contains { $0.state == .printed } ? .printed : .ready, false)
        }
    }

    /// Which letter a case has for its person now; nil where there is none, or none any more.
    ///
    /// What says that it is accepted says that it was received, too.
    static func offered(_ file: CaseFile, _ parts: CaseParts, in db: any SQLConnection) throws -> CasePaper? {
        for paper in [CasePaper.refusal, .acceptance] where try letter(paper, of: file, parts, in: db) != nil
        {
            return paper
        }
        // Nothing less is printed after what says more.
        guard try !isAccepted(file, parts, in: db) else { return nil }
        return try letter(.receipt, of: file, parts, in: db) == nil ? nil : .receipt
    }

    private static func isAccepted(
        _ file: CaseFile, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Bool {
        guard file.isBeingDecided else { return false }
        return try parts.acceptance(of: file.heading, in: db)?.isAccepted == true
    }

    /// What can be printed now, as long as its bytes are kept; a press on a page from before it was accepted is for a receipt.
    private static func letter(
        _ paper: CasePaper, of file: CaseFile, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> CaseLetter? {
        guard let letter = try due(paper, of: file, parts, in: db) else { return nil }
        let record = try DocumentStore.find(paper, caseNumber: file.number.rawValue, in: db)
        return try record.map { try DocumentStore.isKept($0.id, in: db) } ?? true ? letter : nil
    }

    private static func due(
        _ paper: CasePaper, of file: CaseFile, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> CaseLetter? {
        switch paper {
        case .result: return nil
        case .receipt: return file.isBeingDecided ? .receipt : nil
        case .acceptance:
            guard file.isBeingDecided,
                let acceptance = try parts.acceptance(of: file.heading, in: db),
                case .accepted(let day, let ground) = acceptance.standing
            else { return nil }
            return .acceptance(on: day, ground)
        case .refusal:
            guard file.state == .refused,
                let step = try CaseStepStore.all(of: file.number, in: db).first(where: {
                    $0.state == .refused
                })
            else { return nil }
            let subject = try parts.vault.subject(file.citizen, in: db)
            return .refusal(
                on: CalendarDate(inChinaAt: step.decidedAt ?? file.decidedAt ?? file.openedAt),
                by: step.department, step.reason,
                note: try CaseStepStore.note(of: step.key, by: subject, in: db))
        }
    }

    /// Sees to it that the letter is there to be printed.
    ///
    /// - Throws: ``CaseRefused/notNow`` for a case that has none such now, ``CaseRefused/notReprinted`` for one whose letter was
    ///   forgotten; ``CaseRefused/wrongPerson`` after stopping the service
    ///   at the terminal.
    func callAsFunction(_ paper: CasePaper, of number: CaseNumber, for session: IdentifiedSession)
        async throws
    {
        guard let due = try await due(paper, number, for: session) else { return }
        let terminal = session.session.terminalID
        do {
            let sealed = try await drawn(due)
            try SubjectCheck.require(due.facts.holder, fetchedBy: due.agent, on: sealed.drawn)
            try await keep(sealed, due, for: session)
        } catch DocumentRefused.otherSubject {
            try await parts.stopForWrongPerson("document-other-subject", in: due.file, at: terminal)
            throw CaseRefused.wrongPerson
        }
    }

    /// Without the clerk's words where no typeface has what she wrote: the person reads them on the screen.
    private func drawn(_ due: Due) async throws -> SealedDocument {
        do {
            return try await parts.documents.make(order(due))
        } catch DocumentRefused.missingGlyph where due.letter.paper == .refusal {
            return try await parts.documents.make(order(due, isNoteHeld: true))
        }
    }

    fileprivate struct Due: Sendable {
        let file: CaseFile
        let letter: CaseLetter
        let facts: CaseLetter.Facts
        let agent: PaperAgent?
    }

    /// Nil when it is there.
    private func due(
        _ paper: CasePaper, _ number: CaseNumber, for session: IdentifiedSession
    ) async throws -> Due? {
        let (parts, now) = (parts, parts.world.now())
        return try await parts.engine.read { db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            let acting = try CaseActor.require(file, of: session, parts, in: db)
            guard try Self.due(paper, of: file, parts, in: db) != nil else { throw CaseRefused.notNow }
            guard let letter = try Self.letter(paper, of: file, parts, in: db) else {
                throw CaseRefused.notReprinted
            }
            guard try DocumentStore.find(paper, caseNumber: number.rawValue, in: db) == nil else {
                return nil
            }
            guard let person = try CitizenStore.find(file.citizen, vault: parts.vault, in: db),
                let name = PersonName(person.name)
            else { throw CaseRefused.unknownCase }
            let steps = try CaseStepStore.all(of: number, in: db)
            let due = StepForecast(steps, parts.catalogue.calendar, at: now).end
            return Due(
                file: file, letter: letter,
                facts: CaseLetter.Facts(
                    item: try parts.item(of: file), holder: Holder(name: name, number: person.number),
                    handedInOn: CalendarDate(inChinaAt: file.submittedAt ?? file.openedAt),
                    // A day that may still move is no promise.
                    due: due.flatMap { $0.isFirm ? $0.day : nil }),
                agent: try CaseActor.agent(acting, parts, in: db))
        }
    }

    private func order(_ due: Due, isNoteHeld: Bool = false) throws -> DocumentOrder {
        let (letter, item) = (due.letter, due.facts.item)
        let office = due.office
        return DocumentOrder(
            documentID: Token(parts.world), code: VerificationCode(parts.world),
            caseNumber: due.file.number.rawValue, paper: letter.paper, serviceCode: item.basicCode,
            serviceName: letter.name(of: item),
            issuer: parts.catalogue.department(office)?.name[.mandarin] ?? office.rawValue,
            layout: try letter.layout.get(), content: letter.content(due.facts, isNoteHeld: isNoteHeld),
            holder: due.facts.holder,
            agent: due.agent, issuedAt: parts.world.now(), validUntil: nil)
    }

    private func keep(_ sealed: SealedDocument, _ due: Due, for session: IdentifiedSession) async throws {
        let parts = parts
        try await parts.engine.write { db in
            guard let current = try CaseStore.find(due.file.number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            // The one who acts now, whatever the order said when the paper was drawn.
            let acting = try CaseActor.require(current, of: session, parts, in: db)
            guard try Self.due(due.letter.paper, of: current, parts, in: db) == due.letter else {
                throw CaseRefused.notNow
            }
            try SubjectCheck.require(
                due.facts.holder, fetchedBy: CaseActor.agent(acting, parts, in: db), on: sealed.drawn)
            let key = try parts.vault.subject(current.citizen, in: db)
            _ = try parts.keep(
                sealed, of: due.facts.holder, subject: key, actor: .department(due.office.rawValue), in: db)
        }
    }
}

extension IssueLetter.Due {
    /// Whose seal it bears: who refused it, or whose service it is.
    var office: DepartmentID {
        if case .refusal(_, let department, _, _) = letter { return department }
        return facts.item.department
    }
}
