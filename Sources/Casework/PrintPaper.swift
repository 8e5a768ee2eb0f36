public import Base
public import Identity
public import Wire
import Audit
import Catalogue
import Documents
import Stations
import Storage

/// The three steps by which a terminal prints a person's paper: ticket, paper, outcome.
public struct PrintPaper: Sendable {
    let parts: CaseParts
    private let issue: IssuePrintTicket
    private let fetch: FetchPaper
    private let record: RecordPrintOutcome
    private let letter: IssueLetter

    public init(_ parts: CaseParts) {
        self.parts = parts
        issue = IssuePrintTicket(
            engine: parts.engine, vault: parts.vault, audit: parts.audit, factory: parts.documents,
            world: parts.world)
        fetch = FetchPaper(engine: parts.engine, vault: parts.vault, audit: parts.audit, world: parts.world)
        record = RecordPrintOutcome(audit: parts.audit, world: parts.world)
        letter = IssueLetter(parts)
    }

    /// A ticket for a paper of the case, for its person in this session on this terminal.
    ///
    /// What she asks for is hers to say: a press on a page from before the paper came out is no wish for a second one.
    public func ticket(
        _ number: CaseNumber, paper: CasePaper = .result, again: Bool = false,
        for session: IdentifiedSession, requestID: String
    ) async throws -> TicketAnswer {
        let file = try await OwnedCase(parts).form(number, of: session).file
        switch paper {
        case .result:
            guard file.state == .issued || file.state == .delivered else { throw CaseRefused.notNow }
        case .receipt, .acceptance, .refusal: try await letter(paper, of: number, for: session)
        }
        let answer: TicketAnswer
        let parts = parts
        let agent = try await parts.engine.read { db in
            if paper == .result { try Reprint.require(file, again: again, of: session, parts, in: db) }
            return try CaseActor.printing(
                CaseActor.require(file, of: session, parts, in: db), parts, in: db)
        }
        do {
            answer = try await issue(
                PrintRequest(
                    caseNumber: number.rawValue, paper: paper, subject: file.citizen,
                    sessionHash: session.session.tokenHash, terminalID: session.session.terminalID,
                    again: again, agent: agent, requestID: requestID)
            ) { db in try CaseActor.require(file, of: session, parts, in: db) }
        } catch DocumentRefused.otherSubject {
            try await parts.stopForWrongPerson(
                "document-other-subject", in: file, at: session.session.terminalID)
            throw CaseRefused.wrongPerson
        }
        let now = parts.world.now()
        try await parts.engine.write { db in
            // Stopped meanwhile: the ticket is never handed out and runs out by itself.
            try file.requireServed(at: session, in: db)
            // A letter is no step of its case.
            guard paper == .result else { return }
            try CaseStore.advance(
                number, by: .printRequested, terminal: session.session.terminalID, at: now, in: db)
        }
        return answer
    }

    /// The PDF of a ticket, once.
    public func paper(
        ticket: Token, for session: IdentifiedSession, requestID: String
    ) async throws -> [UInt8] {
        try await fetch(
            ticket: ticket, terminalID: session.session.terminalID, sessionHash: session.session.tokenHash,
            requestID: requestID
        ) { [parts] caseNumber, db in
            // Once more, in the last step before the paper leaves the centre.
            guard let number = CaseNumber(rawValue: caseNumber),
                let file = try CaseStore.find(number, vault: parts.vault, in: db)
            else { throw CaseRefused.unknownCase }
            try CaseActor.require(file, of: session, parts, in: db)
            try file.requireServed(at: session, in: db)
        }
    }

    /// How the printing ended; a mismatch stops the terminal before anything else happens there.
    public func ended(
        ticket: Token, terminal: String, outcome: PrintOutcome, requestID: String
    ) async throws {
        let now = parts.world.now()
        let record = record
        let recorded = try await parts.engine.write { db in
            let recorded = try record(
                ticket: ticket, terminalID: terminal, outcome: outcome, requestID: requestID, in: db)
            if recorded.isNew, recorded.paper == .result,
                let number = CaseNumber(rawValue: recorded.caseNumber),
                let event = Self.event(recorded.state)
            {
                try CaseStore.advance(
                    number, by: event, terminal: terminal, detail: outcome.reason, at: now, in: db)
            }
            return recorded
        }
        if recorded.stopsTerminal {
            try await parts.stop(
                terminal, reason: "print-mismatch", kind: .printMismatch, by: .terminal(terminal))
        }
    }

    private static func event(_ state: TicketState) -> CaseEvent? {
        switch state {
        case .printed: .printed
        case .failed: .printFailed
        case .unknown: .printUnknown
        case .mismatch: .printMismatch
        case .issued, .fetched, .expired: nil
        }
    }
}
