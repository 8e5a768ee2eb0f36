public import Audit
public import Base
public import Storage
public import Wire

/// Writes down how a printing ended.
public struct RecordPrintOutcome: Sendable {
    /// What the centre now knows.
    public struct Recorded: Hashable, Sendable {
        public let caseNumber: String
        public let paper: CasePaper
        public let terminalID: String
        public let state: TicketState
        /// Whether this report was the first to say so.
        public let isNew: Bool

        /// Whether the terminal must stop and an alarm be raised.
        public var stopsTerminal: Bool { state == .mismatch }
    }

    private let audit: AuditLog
    private let world: World

    public init(audit: AuditLog, world: World) {
        self.audit = audit
        self.world = world
    }

    /// Records a report inside the caller's transaction; the same report again changes nothing.
    ///
    /// A report that claims a whole printing with another number of pages than the paper has is kept as unknown.
    ///
    /// **Errors:** ``TicketRefused/contradicts`` when it does not go with what is known, ``TicketRefused/unknownTicket``,
    /// ``TicketRefused/otherTerminal``.
    public func callAsFunction(
        ticket id: Token, terminalID: String, outcome: PrintOutcome, requestID: String? = nil,
        in db: any SQLConnection
    ) throws -> Recorded {
        guard let ticket = try TicketStore.find(id, in: db) else { throw TicketRefused.unknownTicket }
        guard ticket.terminalID == terminalID else { throw TicketRefused.otherTerminal }
        guard let document = try DocumentStore.find(ticket.document, in: db) else {
            throw TicketRefused.unknownTicket
        }
        let known = Self.known(outcome, pages: document.pages)
        let state = try ticket.state.next(.report(known.state))
        if state != ticket.state {
            guard
                try TicketStore.close(
                    ticket, as: state, reason: known.reason, pagesPrinted: outcome.pagesPrinted,
                    at: world.now(), in: db)
            else { throw TicketRefused.contradicts }
            try audit.append(
                AuditAct(
                    "print.ended", actor: .terminal(terminalID), purpose: "print",
                    caseNumber: ticket.caseNumber, subject: nil,
                    decision: ([state.rawValue] + (known.reason.map { [$0] } ?? [])).joined(separator: ":"),
                    terminal: terminalID, requestID: requestID, payloadHash: document.hash),
                in: db)
        }
        return Recorded(
            caseNumber: ticket.caseNumber, paper: document.paper, terminalID: terminalID, state: state,
            isNew: state != ticket.state)
    }

    private static func known(
        _ outcome: PrintOutcome, pages: Int
    ) -> (state: PrintOutcome.State, reason: String?) {
        if outcome.state == .printed {
            return outcome.pagesPrinted == pages ? (.printed, nil) : (.unknown, "page-count")
        }
        let reason = outcome.reason ?? "unsaid"
        let isWord =
            (1...40).contains(reason.utf8.count)
            && reason.utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "-") }
        return (outcome.state, isWord ? reason : "other")
    }
}
