public import Base
public import Storage
public import Wire

/// The print tickets of every paper.
public enum TicketStore {
    static let perCaseMax = 100

    public static func find(_ id: Token, in db: any SQLConnection) throws -> TicketRecord? {
        try db.rows("SELECT * FROM print_tickets WHERE id = \(id)").first.map(TicketRecord.init)
    }

    /// The tickets of a paper of a case in all its editions, newest first.
    public static func tickets(
        of paper: CasePaper = .result, caseNumber: String, in db: any SQLConnection
    ) throws -> [TicketRecord] {
        try db.rows(
            """
            SELECT t.* FROM print_tickets t JOIN documents d ON d.id = t.document_id
            WHERE t.case_number = \(caseNumber) AND d.paper = \(paper)
            ORDER BY t.issued_at_ms DESC, t.id DESC LIMIT \(perCaseMax)
            """
        ).map(TicketRecord.init)
    }

    static func insert(_ ticket: TicketRecord, in db: any SQLConnection) throws {
        try db.run(
            """
            INSERT INTO print_tickets (id, document_id, case_number, terminal_id, session_hash, issued_at_ms,
                expires_at_ms, state)
            VALUES (\(ticket.id), \(ticket.document), \(ticket.caseNumber), \(ticket.terminalID),
                \(ticket.sessionHash), \(ticket.issuedAt), \(ticket.expiresAt), \(ticket.state))
            """)
    }

    /// - Returns: Whether the ticket was still issued, so that of two at once one wins.
    static func fetch(_ id: Token, at now: Instant, in db: any SQLConnection) throws -> Bool {
        try db.run(
            """
            UPDATE print_tickets SET state = 'fetched', fetched_at_ms = \(now)
            WHERE id = \(id) AND state = 'issued'
            """) == 1
    }

    /// Moves a ticket to an end, if it still is where it was seen.
    static func close(
        _ ticket: TicketRecord, as state: TicketState, reason: String?, pagesPrinted: Int?, at now: Instant,
        in db: any SQLConnection
    ) throws -> Bool {
        try db.run(
            """
            UPDATE print_tickets SET state = \(state), reason = \(reason.sqlValue),
                pages_printed = \(pagesPrinted.sqlValue),
                closed_at_ms = \(now)
            WHERE id = \(ticket.id) AND state = \(ticket.state)
            """) == 1
    }
}
