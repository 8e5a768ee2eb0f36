import Audit
import Base
import Catalogue
import Documents
import Exchange
import Identity
import Storage
import Vault

/// Makes the sealed paper of a submitted case, once; asked again it does nothing.
public struct IssuePaper: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    public func callAsFunction(_ number: CaseNumber) async throws {
        try await issue(number, drawn: nil)
    }

    /// The paper as it would be issued now, checked on the page and not kept: what cannot become a paper is not submitted.
    ///
    /// - Throws: `DocumentRefused`; ``CaseRefused/wrongPerson`` after stopping the service at the terminal.
    func draw(_ number: CaseNumber, at terminal: String? = nil) async throws -> SealedDocument? {
        guard let due = try await due(number, in: [.open]) else { return nil }
        return try await stopping(due.file, at: terminal ?? due.file.terminalID) { try await drawn(due) }
    }

    /// Issues the paper of a submitted case; `drawn` is used when it still says what the case says.
    ///
    /// `terminal` is where its person stands; nil when nobody waits for it.
    func issue(_ number: CaseNumber, drawn early: SealedDocument?, at terminal: String? = nil) async throws {
        guard let due = try await due(number, in: [.submitted, .approved]) else { return }
        try await stopping(due.file, at: terminal ?? due.file.terminalID) {
            let isSame =
                early?.order.content == due.content && early?.order.holder == due.holder
                && early?.order.agent == due.agent
            if isSame, let early {
                try await keep(early, due)
            } else {
                try await keep(drawn(due), due)
            }
        }
    }

    /// What a paper is made from.
    private struct Due: Sendable {
        let file: CaseFile
        let item: ServiceItem
        let holder: Holder
        let agent: PaperAgent?
        let layout: DocumentLayout
        /// No more than the layout prints.
        let content: DocumentContent
        let facts: RuleFacts
    }

    private struct Found: Sendable {
        let file: CaseFile
        let person: Citizen
        let agent: PaperAgent?
        let booking: CaseBooking?
        let reply: String?
    }

    private func due(_ number: CaseNumber, in states: Set<CaseState>) async throws -> Due? {
        let vault = parts.vault
        let found = try await parts.engine.read { [parts] db -> Found? in
            guard let file = try CaseStore.find(number, vault: vault, in: db), states.contains(file.state),
                let person = try CitizenStore.find(file.citizen, vault: vault, in: db)
            else { return nil }
            let acting = try CaseActor.requireStill(file.heading, parts, in: db)
            return Found(
                file: file, person: person, agent: try CaseActor.agent(acting, parts, in: db),
                booking: try parts.booking(file, try parts.item(of: file), in: db),
                reply: try parts.reply(in: file, in: db))
        }
        guard let found else { return nil }
        let (file, person) = (found.file, found.person)
        guard let record = file.record else { throw CaseRefused.recordMissing }
        guard let name = PersonName(person.name) else { throw CaseRefused.unknownCase }
        let item = try parts.item(of: file)
        // What departments decide is submitted without being decided.
        guard item.handling == .instant || file.state != .submitted else { return nil }
        let form = parts.form(file, item, person: person.number, booking: found.booking)
        try form.requireComplete()
        let lastDay = item.result.lastDay(
            issuedOn: CalendarDate(inChinaAt: parts.world.now()), in: form.facts)
        let layout = try parts.layouts.layout(item, ends: lastDay != nil)
        return Due(
            file: file, item: item, holder: Holder(name: name, number: person.number), agent: found.agent,
            layout: layout,
            content: layout.printed(of: PaperContent.make(of: form, record: record, reply: found.reply)),
            facts: form.facts)
    }

    private func drawn(_ due: Due) async throws -> SealedDocument {
        let sealed = try await parts.documents.make(order(due))
        try SubjectCheck.require(due.holder, fetchedBy: due.agent, on: sealed.drawn)
        return sealed
    }

    /// A paper that shows another person stops its service at the terminal it was asked for at.
    private func stopping<T>(
        _ file: CaseFile, at terminal: String, _ work: () async throws -> T
    ) async throws -> T {
        do {
            return try await work()
        } catch DocumentRefused.otherSubject {
            try await parts.stopForWrongPerson("document-other-subject", in: file, at: terminal)
            throw CaseRefused.wrongPerson
        }
    }

    private func order(_ due: Due) throws -> DocumentOrder {
        let (file, item) = (due.file, due.item)
        let now = parts.world.now()
        let department = parts.catalogue.department(item.department)
        let lastDay = item.result.lastDay(issuedOn: CalendarDate(inChinaAt: now), in: due.facts)
        return DocumentOrder(
            documentID: Token(parts.world), code: VerificationCode(parts.world),
            caseNumber: file.number.rawValue,
            serviceCode: item.basicCode, serviceName: item.name[.mandarin],
            issuer: department?.name[.mandarin] ?? item.department.rawValue,
            layout: due.layout, content: due.content, holder: due.holder, agent: due.agent, issuedAt: now,
            validUntil: lastDay)
    }

    private func keep(_ sealed: SealedDocument, _ due: Due) async throws {
        let (file, item, holder) = (due.file, due.item, due.holder)
        let now = parts.world.now()
        let parts = parts
        try await parts.engine.write { db in
            guard let current = try CaseStore.find(file.number, vault: parts.vault, in: db),
                current.state == file.state
            else { return }
            // The one of the case, whatever the order said when the paper was drawn.
            let agent = try CaseActor.agent(
                CaseActor.requireStill(current.heading, parts, in: db), parts, in: db)
            try SubjectCheck.require(holder, fetchedBy: agent, on: sealed.drawn)
            let key = try parts.vault.subject(file.citizen, in: db)
            _ = try parts.keep(
                sealed, of: holder, subject: key, actor: .department(item.department.rawValue), in: db)
            try CaseStore.advance(file.number, by: .issued, terminal: file.terminal, at: now, in: db)
            try SettleBooking(parts).endPaperOfCancelled(
                file, by: .department(item.department.rawValue), at: now, in: db)
            if item.result.isDelivered {
                try JobStore.enqueue(DeliverResultJob.job(file.number, of: item, at: now), in: db)
            }
            try ResultReminderJob.enqueue(
                file.number, item, until: sealed.order.validUntil, parts, in: db)
        }
    }
}
