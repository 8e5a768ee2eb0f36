public import Base
public import Catalogue
public import Documents
public import Storage
import Audit
import Identity
import Notices
import Representation
import Stations
import Vault
import Wire

/// Takes back the validity of a paper that its department has issued: one clerk asks, the second person agrees.
///
/// Who the two are is for the desk; here stands whose paper it is, and what goes with the act in one transaction: the paper,
/// the case's history, the leaf that its holder reads, and the notice to her.
public struct RevokePaper: Sendable {
    /// As much of a paper as the desk is shown before it is revoked.
    public struct Paper: Hashable, Sendable {
        public let number: CaseNumber
        public let service: ServiceID
        /// The district that decided it, or where it was handed in; nil for neither.
        public let region: DivisionCode?
        /// Masked: `王**`.
        public let holder: String
        public let edition: Int
        public let issuedOn: CalendarDate
        public let validUntil: CalendarDate?
        /// The day on which it was revoked; nil as long as it counts.
        public let revokedOn: CalendarDate?

        public init(
            number: CaseNumber, service: ServiceID, region: DivisionCode?, holder: String, edition: Int,
            issuedOn: CalendarDate, validUntil: CalendarDate?, revokedOn: CalendarDate?
        ) {
            self.number = number
            self.service = service
            self.region = region
            self.holder = holder
            self.edition = edition
            self.issuedOn = issuedOn
            self.validUntil = validUntil
            self.revokedOn = revokedOn
        }
    }

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// The case whose paper somebody means by what stands on it: the case number, its twelve digits as they are read out, or
    /// the verification code.
    ///
    /// - Returns: Nil for what is none of these, or means no paper of the clerk's department.
    /// - Throws: ``RevocationRefused/severalPapers`` for digits that services of her department have in common.
    public func number(_ text: String, for clerk: Clerk) async throws -> CaseNumber? {
        let plain = DeskQueries.plain(text)
        if let number = CaseNumber(rawValue: plain) { return number }
        let spoken = parts.catalogue.items.filter { $0.department.rawValue == clerk.queue.department }
            .compactMap { CaseNumber(rawValue: $0.implementationCode + plain) }
        let code = VerificationCode(text)
        return try await parts.engine.read { db in
            if let code, let record = try DocumentStore.find(code: code, in: db) {
                // A receipt says that something came in, which stays so; its code means no other paper.
                return record.paper == .result ? CaseNumber(rawValue: record.caseNumber) : nil
            }
            let meant = try spoken.filter { try DocumentStore.find(caseNumber: $0.rawValue, in: db) != nil }
            guard meant.count < 2 else { throw RevocationRefused.severalPapers }
            return meant.first
        }
    }

    /// The paper of a case as it stands, for a clerk of its department who has nothing to do with its holder.
    ///
    /// - Throws: ``RevocationRefused/unknownPaper``, ``StepRefused/ownCase``, ``StepRefused/unknownSelf``.
    public func paper(_ number: CaseNumber, for clerk: Clerk) async throws -> Paper {
        try await parts.engine.read { db in
            let found = try find(number, for: clerk, in: db)
            let (record, person) = (found.record, found.person)
            return Paper(
                number: number, service: found.file.service,
                region: try CaseOffices.division(of: found.file, in: db),
                holder: PersonName(person.name)?.masked ?? "*", edition: record.edition,
                issuedOn: CalendarDate(inChinaAt: record.issuedAt),
                validUntil: record.validUntil,
                revokedOn: record.state == .revoked ? CalendarDate(inChinaAt: record.stateChangedAt) : nil)
        }
    }

    /// As ``paper(_:for:)`` for who is about to ask for its end.
    ///
    /// - Throws: `DocumentRefused.alreadyRevoked` besides.
    public func stillValid(_ number: CaseNumber, for clerk: Clerk) async throws -> Paper {
        let paper = try await paper(number, for: clerk)
        guard paper.revokedOn == nil else { throw DocumentRefused.alreadyRevoked }
        return paper
    }

    /// Revokes in the transaction of the second person's yes whatever edition of the paper counts at that moment: one that was
    /// printed anew meanwhile says the same.
    ///
    /// - Parameters:
    ///   - number: The case whose paper it is.
    ///   - reason: As it was asked for.
    ///   - account: Who asked.
    ///   - second: Who agrees; she has as little to do with the holder as the one who asked.
    ///   - mayAgree: Whether she may do so for this department and the district that decided the case, nil for none.
    ///   - db: The transaction in which she agrees.
    /// - Throws: What ``stillValid(_:for:)`` throws; ``RevocationRefused/otherDepartment``.
    public func callAsFunction(
        _ number: CaseNumber, because reason: RevokeDocument.Reason, askedBy account: String,
        agreedBy second: Clerk, allowing mayAgree: (DepartmentID, DivisionCode?) -> Bool,
        in db: any SQLConnection
    ) throws {
        let found = try found(number, decidedBy: second, allowing: mayAgree, in: db)
        let file = found.file
        try RevokeDocument(vault: parts.vault, audit: parts.audit, world: parts.world)(
            found.record.id, reason: reason, actor: .staff(account), agreedBy: second.account, in: db)
        try CaseStore.advance(
            number, by: .paperRevoked, terminal: nil, detail: reason.rawValue,
            EventTrace(account: account), at: parts.world.now(), in: db)
        try WithdrawResultJob.enqueue(file, at: parts.world.now(), in: db)
        try SettleBooking(parts).cancelRevoked(
            file, by: account, because: reason, at: parts.world.now(), in: db)
        try tell(of: file, in: db)
    }

    /// Refuses whoever has no say in the end of a paper, before her yes or her no.
    ///
    /// - Throws: ``RevocationRefused/otherDepartment``, ``StepRefused/ownCase``, ``StepRefused/unknownSelf``.
    public func checkSecond(
        _ number: CaseNumber, _ second: Clerk, allowing mayAgree: (DepartmentID, DivisionCode?) -> Bool,
        in db: any SQLConnection
    ) throws {
        _ = try found(number, decidedBy: second, allowing: mayAgree, in: db)
    }

    /// Whether somebody may read that the end of a paper was asked for: within the bounds of the office that decided it, and
    /// not its holder, nor hers.
    ///
    /// Nothing is open to a reader of whom the desk does not know who she is (`isHer`), nor anything outside the department and
    /// the district, nil for none, that `mayRead` takes.
    public func isOpen(
        _ number: CaseNumber, to account: String, _ isHer: (@Sendable (CitizenNumber) -> Bool)?,
        allowing mayRead: (DepartmentID, DivisionCode?) -> Bool, in db: any SQLConnection
    ) throws -> Bool {
        guard let heading = try CaseStore.heading(number, in: db) else { return false }
        let queue = StepQueue(heading.service.department, of: nil)
        do {
            _ = try found(
                number, decidedBy: Clerk(account: account, queue: queue, isHer: isHer), allowing: mayRead,
                in: db)
            return true
        } catch is RevocationRefused {
            return false
        } catch is StepRefused {
            return false
        }
    }

    private func found(
        _ number: CaseNumber, decidedBy second: Clerk,
        allowing mayAgree: (DepartmentID, DivisionCode?) -> Bool, in db: any SQLConnection
    ) throws -> Found {
        let found: Found
        do {
            found = try find(number, for: second, in: db)
        } catch RevocationRefused.unknownPaper {
            throw RevocationRefused.otherDepartment
        }
        guard mayAgree(found.file.service.department, try CaseOffices.division(of: found.file, in: db))
        else { throw RevocationRefused.otherDepartment }
        return found
    }

    private func tell(of file: CaseFile, in db: any SQLConnection) throws {
        // What is void already is not about to end.
        try CaseNotice.withdraw(.ending, of: file.number.rawValue, in: db)
        try parts.tell(.paperRevoked, of: file.heading, in: db)
    }

    private struct Found {
        let file: CaseFile
        let record: DocumentRecord
        let person: Citizen
    }

    private func find(
        _ number: CaseNumber, for clerk: Clerk, in db: any SQLConnection
    ) throws -> Found {
        guard let record = try DocumentStore.find(caseNumber: number.rawValue, in: db),
            let heading = try CaseStore.heading(number, in: db),
            heading.service.department.rawValue == clerk.queue.department
        else { throw RevocationRefused.unknownPaper }
        let subject: SubjectKey
        do {
            subject = try parts.vault.subject(heading.citizen, in: db)
        } catch VaultError.shredded {
            // Whose paper it was nobody can say any more, so nobody can say that it is not one's own.
            throw RevocationRefused.unknownPaper
        }
        guard let file = try CaseStore.find(number, vault: parts.vault, in: db),
            let person = try CitizenStore.find(subject, in: db)
        else { throw RevocationRefused.unknownPaper }
        try StepDesk(parts: parts).requireStranger(clerk, to: subject, actor: heading.actor, in: db)
        return Found(file: file, record: record, person: person)
    }
}
