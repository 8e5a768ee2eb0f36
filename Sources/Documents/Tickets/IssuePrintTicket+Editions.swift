import Audit
import Base
import Storage
import Vault

extension IssuePrintTicket {
    /// What a request leads to.
    enum Due {
        case ticket(DocumentRecord)
        /// A new edition in place of this one.
        case edition(DocumentRecord)
    }

    func due(_ request: PrintRequest, in db: any SQLConnection) throws -> Due {
        let now = world.now()
        guard
            let document = try DocumentStore.find(
                request.paper, caseNumber: request.caseNumber, in: db),
            document.subject == request.subject
        else { throw DocumentRefused.unknownDocument }
        guard document.state == .valid, !document.isExpired(at: now) else { throw DocumentRefused.notValid }
        let tickets = try TicketStore.tickets(
            of: request.paper, caseNumber: request.caseNumber, in: db)
        guard let last = Self.decisive(tickets.filter { $0.document == document.id }) else {
            // The tickets of a paper that came out long ago are forgotten; whoever asks for it again says that it was out.
            guard request.again else { return .ticket(document) }
            guard document.edition < rules.editionsMax else { throw TicketRefused.reprintLimit }
            return .edition(document)
        }
        switch try settled(last, for: request, now: now, in: db) {
        case .issued, .fetched: throw TicketRefused.inUse
        case .expired, .failed: return .ticket(document)
        case .mismatch:
            guard last.terminalID != request.terminalID else { throw TicketRefused.terminalStopped }
            return .ticket(document)
        case .unknown:
            let before = tickets.filter { $0.state == .unknown && $0.id != last.id }.count
            guard before < rules.freeReprintsMax, document.edition < rules.editionsMax else {
                throw TicketRefused.reprintLimit
            }
            return .edition(document)
        case .printed:
            guard request.again else { throw TicketRefused.alreadyPrinted }
            guard document.edition < rules.editionsMax else { throw TicketRefused.reprintLimit }
            return .edition(document)
        }
    }

    /// The ticket by which a paper stands: one in use, else one after which it may be out, else the latest.
    ///
    /// Which one is the latest is only what a clock said, and clocks are set back.
    private static func decisive(_ tickets: [TicketRecord]) -> TicketRecord? {
        tickets.first(where: \.state.isLive)
            ?? tickets.first { $0.state == .printed || $0.state == .unknown } ?? tickets.first
    }

    /// The state of a ticket after what time, or the same terminal's next request, has done to it.
    ///
    /// A terminal prints one paper at a time: when it asks again, the ticket that it never fetched with was lost on the way.
    private func settled(
        _ ticket: TicketRecord, for request: PrintRequest, now: Instant, in db: any SQLConnection
    ) throws -> TicketState {
        let event: TicketState.Event
        let reason: String
        switch ticket.state {
        case .issued where ticket.expiresAt <= now: (event, reason) = (.expiry, "expired")
        case .issued
        where ticket.terminalID == request.terminalID && ticket.issuedAt + rules.lostAfter <= now:
            (event, reason) = (.expiry, "asked-again")
        case .fetched where (ticket.fetchedAt ?? ticket.issuedAt) + rules.silenceMax <= now:
            (event, reason) = (.silence, "no-report")
        default: return ticket.state
        }
        let state = try ticket.state.next(event)
        guard
            try TicketStore.close(ticket, as: state, reason: reason, pagesPrinted: nil, at: now, in: db)
        else { throw TicketRefused.inUse }
        try audit.append(
            AuditAct(
                "print.ended", actor: .system("documents"), purpose: "print", caseNumber: ticket.caseNumber,
                subject: nil, decision: "\(state.rawValue):\(reason)", terminal: ticket.terminalID),
            in: db)
        return state
    }

    /// The order of the edition after this one: the same facts under a new code.
    func nextOrder(
        after former: DocumentRecord, _ request: PrintRequest, in db: any SQLConnection
    ) throws -> DocumentOrder {
        let subject = try vault.subject(former.subject, in: db)
        try audit.append(
            AuditAct(
                "document.opened", actor: request.actor, purpose: "reprint", caseNumber: former.caseNumber,
                subject: subject.commitment(), terminal: request.terminalID, requestID: request.requestID,
                payloadHash: former.hash),
            in: db)
        return try DocumentStore.facts(former.id, subject: subject, in: db)
            .order(documentID: Token(world), edition: former.edition + 1, code: VerificationCode(world))
    }

    func replace(
        _ former: DocumentRecord, by sealed: SealedDocument, _ request: PrintRequest,
        in db: any SQLConnection
    ) throws -> DocumentRecord {
        guard sealed.order.edition == former.edition + 1 else { throw TicketRefused.inUse }
        guard
            try DocumentStore.end(
                former.id, as: .superseded, reason: "new-edition", at: world.now(), in: db)
        else { throw DocumentRefused.notValid }
        let subject = try vault.subject(former.subject, in: db)
        try audit.append(
            AuditAct(
                "document.superseded", actor: request.actor, purpose: "reprint",
                caseNumber: former.caseNumber,
                subject: subject.commitment(), terminal: request.terminalID, requestID: request.requestID,
                payloadHash: former.hash),
            in: db)
        return try KeepDocument(audit: audit)(
            sealed, of: sealed.order.holder, subject: subject, actor: request.actor,
            requestID: request.requestID, in: db)
    }
}
