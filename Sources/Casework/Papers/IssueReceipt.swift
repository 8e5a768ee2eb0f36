import Documents
import Identity
import Audit
import Base
import Catalogue
import Representation
import Storage
import Wire
import Vault

/// The receipt 收件凭证 of a case that departments decide: something in the hand of who has no phone to look at.
///
/// It is made when it is first printed, and once; it stays what it is whatever becomes of the case.
public struct IssueReceipt: Sendable {
    /// What the page of a receipt shows.
    public enum Standing: Hashable, Sendable {
        case ready
        /// It is being printed in this visit.
        case underWay
        /// It came out in this visit.
        case outHere
        /// It came out on an earlier one, and can be printed again.
        case printed
    }

    /// How old a receipt is of whose printing nothing is known any more.
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
    func standing(_ file: CaseFile, in session: IdentifiedSession) async throws -> Standing? {
        let now = parts.world.now()
        return try await parts.engine.read { db in
            let tickets = try TicketStore.tickets(of: .receipt, caseNumber: file.number.rawValue, in: db)
            let own = tickets.filter { $0.sessionHash == session.session.tokenHash }
            if own.contains(where: { $0.state == .printed }) { return .outHere }
            if own.contains(where: { $0.state.isLive }) { return .underWay }
            guard try Self.mayBePrinted(file, in: db) else { return nil }
            guard let record = try DocumentStore.find(.receipt, caseNumber: file.number.rawValue, in: db)
            else { return .ready }
            let isForgotten = tickets.isEmpty && now.since(record.issuedAt) > Self.forgottenAfter
            return isForgotten || tickets.contains { $0.state == .printed } ? .printed : .ready
        }
    }

    /// While departments decide, and as long as its bytes are kept.
    static func mayBePrinted(_ file: CaseFile, in db: any SQLConnection) throws -> Bool {
        guard file.isBeingDecided else { return false }
        return try DocumentStore.find(.receipt, caseNumber: file.number.rawValue, in: db).map {
            try DocumentStore.isKept($0.id, in: db)
        } ?? true
    }

    /// Sees to it that the receipt is there to be printed.
    ///
    /// - Throws: ``CaseRefused/notNow`` for a case that nobody decides, ``CaseRefused/notReprinted`` for one whose receipt was
    ///   forgotten; ``CaseRefused/wrongPerson`` after stopping the service
    ///   at the terminal.
    func callAsFunction(_ number: CaseNumber, for session: IdentifiedSession) async throws {
        guard let due = try await due(number, for: session) else { return }
        let terminal = session.session.terminalID
        do {
            let sealed = try await parts.documents.make(order(due))
            try SubjectCheck.require(due.holder, fetchedBy: due.agent, on: sealed.drawn)
            try await keep(sealed, due, for: session)
        } catch DocumentRefused.otherSubject {
            try await parts.stopForWrongPerson("document-other-subject", in: due.file, at: terminal)
            throw CaseRefused.wrongPerson
        }
    }

    private struct Due: Sendable {
        let file: CaseFile
        let item: ServiceItem
        let holder: Holder
        let agent: PaperAgent?
        let deadline: StepDeadline?
    }

    /// Nil when it is there.
    private func due(_ number: CaseNumber, for session: IdentifiedSession) async throws -> Due? {
        let (parts, now) = (parts, parts.world.now())
        return try await parts.engine.read { db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            let acting = try CaseActor.require(file, of: session, parts, in: db)
            guard file.isBeingDecided else { throw CaseRefused.notNow }
            guard try Self.mayBePrinted(file, in: db) else { throw CaseRefused.notReprinted }
            guard try DocumentStore.find(.receipt, caseNumber: number.rawValue, in: db) == nil else {
                return nil
            }
            guard let person = try CitizenStore.find(file.citizen, vault: parts.vault, in: db),
                let name = PersonName(person.name)
            else { throw CaseRefused.unknownCase }
            let steps = try CaseStepStore.all(of: number, in: db)
            return Due(
                file: file, item: try parts.item(of: file), holder: Holder(name: name, number: person.number),
                agent: try CaseActor.agent(acting, parts, in: db),
                deadline: StepForecast(steps, parts.catalogue.calendar, at: now).end)
        }
    }

    private func order(_ due: Due) throws -> DocumentOrder {
        let (file, item) = (due.file, due.item)
        let department = parts.catalogue.department(item.department)
        let handedIn = CalendarDate(inChinaAt: file.submittedAt ?? file.openedAt)
        return DocumentOrder(
            documentID: Token(parts.world), code: VerificationCode(parts.world),
            caseNumber: file.number.rawValue, paper: .receipt, serviceCode: item.basicCode,
            serviceName: ReceiptPaper.name(of: item),
            issuer: department?.name[.mandarin] ?? item.department.rawValue,
            layout: try ReceiptPaper.layout.get(),
            content: ReceiptPaper.content(
                of: item, holder: due.holder, handedInOn: handedIn, due: due.deadline),
            holder: due.holder, agent: due.agent, issuedAt: parts.world.now(), validUntil: nil)
    }

    private func keep(_ sealed: SealedDocument, _ due: Due, for session: IdentifiedSession) async throws {
        let parts = parts
        try await parts.engine.write { db in
            guard let current = try CaseStore.find(due.file.number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            // The one who acts now, whatever the order said when the paper was drawn.
            let acting = try CaseActor.require(current, of: session, parts, in: db)
            guard current.isBeingDecided else { throw CaseRefused.notNow }
            try SubjectCheck.require(
                due.holder, fetchedBy: CaseActor.agent(acting, parts, in: db), on: sealed.drawn)
            let key = try parts.vault.subject(current.citizen, in: db)
            _ = try parts.keep(
                sealed, of: due.holder, subject: key, actor: .department(due.item.department.rawValue), in: db
            )
        }
    }
}
