public import Audit
public import Base
public import Storage
public import Vault

/// Hands the paper of a ticket to the terminal it was issued to, once.
public struct FetchPaper: Sendable {
    private let engine: any SQLEngine
    private let vault: Vault
    private let audit: AuditLog
    private let world: World

    public init(engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
    }

    /// The PDF; of two fetches at once one gets it.
    ///
    /// **Errors:** ``TicketRefused``, ``DocumentRefused/notValid`` when the paper was revoked meanwhile.
    public func callAsFunction(
        ticket id: Token, terminalID: String, sessionHash: [UInt8], requestID: String? = nil,
        admitting admit: @escaping @Sendable (_ caseNumber: String, _ db: any SQLConnection) throws -> Void =
            { _, _ in }
    ) async throws -> [UInt8] {
        try await engine.write { db in
            let now = world.now()
            guard let ticket = try TicketStore.find(id, in: db) else { throw TicketRefused.unknownTicket }
            guard ticket.terminalID == terminalID else { throw TicketRefused.otherTerminal }
            guard ticket.sessionHash == sessionHash else { throw TicketRefused.otherSession }
            _ = try ticket.state.next(.fetch)
            guard ticket.expiresAt > now else { throw TicketRefused.expired }
            guard let document = try DocumentStore.find(ticket.document, in: db), document.state == .valid
            else { throw DocumentRefused.notValid }
            try admit(ticket.caseNumber, db)
            guard try TicketStore.fetch(id, at: now, in: db) else { throw TicketRefused.alreadyFetched }
            let subject = try vault.subject(document.subject, in: db)
            try audit.append(
                AuditAct(
                    "paper.fetched", actor: .terminal(terminalID), purpose: "print",
                    caseNumber: document.caseNumber, subject: subject.commitment(), terminal: terminalID,
                    requestID: requestID, payloadHash: document.hash),
                in: db)
            return try DocumentStore.pdf(document.id, subject: subject, in: db)
        }
    }
}
