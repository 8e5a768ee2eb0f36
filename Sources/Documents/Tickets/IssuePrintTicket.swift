public import Audit
public import Base
public import Storage
public import Vault
public import Wire

/// Gives a terminal the right to print a paper once.
///
/// A paper has one live ticket. After a printing whose end nobody knows, and when a printed paper is asked for again,
/// the ticket is for a new edition, and the former edition is void: two good papers never stand for one case.
public struct IssuePrintTicket: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let factory: DocumentFactory
    let rules: PrintRules
    let world: World

    /// Refuses, inside the transaction, whoever may not have a ticket any more.
    public typealias Admission = @Sendable (_ db: any SQLConnection) throws -> Void

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, factory: DocumentFactory,
        rules: PrintRules = PrintRules(), world: World
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.factory = factory
        self.rules = rules
        self.world = world
    }

    /// Issues a ticket, after making a new edition when one is due.
    ///
    /// **Errors:** ``DocumentRefused/unknownDocument`` for a paper of anybody else, ``DocumentRefused/notValid``,
    /// ``TicketRefused``.
    public func callAsFunction(
        _ request: PrintRequest, admitting admit: @escaping Admission = { _ in }
    ) async throws -> TicketAnswer {
        let plan = try await engine.write { db in
            try admit(db)
            return switch try due(request, in: db) {
            case .ticket(let document): Plan.answer(try issue(document, request, in: db))
            case .edition(let former): Plan.edition(try nextOrder(after: former, request, in: db))
            }
        }
        switch plan {
        case .answer(let answer): return answer
        case .edition(let order):
            let sealed = try await factory.make(order)
            return try await engine.write { db in
                try admit(db)
                // Another request may have been quicker while the paper was drawn: ask again.
                return switch try due(request, in: db) {
                case .ticket(let document): try issue(document, request, in: db)
                case .edition(let former):
                    try issue(try replace(former, by: sealed, request, in: db), request, in: db)
                }
            }
        }
    }

    private enum Plan: Sendable {
        case answer(TicketAnswer)
        case edition(DocumentOrder)
    }

    private func issue(
        _ document: DocumentRecord, _ request: PrintRequest, in db: any SQLConnection
    ) throws -> TicketAnswer {
        let now = world.now()
        let ticket = TicketRecord(
            id: Token(world), document: document, request: request, issuedAt: now,
            expiresAt: now + PrintTicket.life)
        try TicketStore.insert(ticket, in: db)
        let subject = try vault.subject(document.subject, in: db).commitment()
        try audit.append(
            AuditAct(
                "ticket.issued", actor: request.actor, purpose: "print", caseNumber: document.caseNumber,
                subject: subject, terminal: request.terminalID, requestID: request.requestID,
                payloadHash: document.hash),
            in: db)
        let wire = try PrintTicket(
            id: ticket.id, caseNumber: document.caseNumber, documentHash: document.hash,
            documentBytes: document.bytes, pages: document.pages, sessionHash: request.sessionHash,
            subject: subject, actor: request.agent?.commitment, terminalID: request.terminalID,
            expiresAt: ticket.expiresAt
        ).signed(by: vault.ring.signingKey(.printTicket))
        return TicketAnswer(ticket: wire, ticketID: ticket.id.rawValue, nowMs: now.milliseconds)
    }
}
