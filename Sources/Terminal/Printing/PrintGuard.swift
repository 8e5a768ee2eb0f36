import Base
import Logging
import Vault
import Wire

/// Lets exactly that paper through which the centre's ticket names: once, here, now, for the citizen at the screen.
///
/// The order is the promise: the outbox says that nothing was begun, the paper is fetched and checked, the outbox says
/// `unknown`, the ticket is spent on the disk, then the first byte leaves.
/// A cut at any point leads to a report and to nothing printed twice. The paper lives in memory only.
struct PrintGuard: Sendable {
    private enum Halt: Error {
        case mismatch(ticketID: String?, reason: String)
        /// Nothing was sent to the printer.
        case unprinted(ticketID: String, reason: String, PrintEnd)
        case end(PrintEnd)
    }

    /// The closed word of a stop because paper and citizen do not match.
    static let mismatchWord = "print-mismatch"

    let centre: Centre
    let printer: any Printer
    let memory: SessionMemory
    let spent: SpentTickets
    let outbox: OutcomeOutbox
    let courier: OutcomeCourier
    let stop: StopSwitch
    let disk: StateDisk
    let health: HealthReporter
    let logger: Logger

    /// Prints the paper of a case, if all is as it must be; the order's key names the citizen's press.
    func print(_ order: PrintDesk.Order) async -> PrintEnd {
        do {
            let paper = try await admit(order)
            return await send(paper)
        } catch {
            switch error {
            case .end(let end): return end
            case .unprinted(let ticketID, let reason, let end):
                await report(ticketID, PrintOutcome(state: .failed, reason: reason, pagesPrinted: 0))
                return end
            case .mismatch(let ticketID, let reason): return await halt(ticketID: ticketID, reason: reason)
            }
        }
    }

    /// Everything that must hold before a byte may leave.
    private func admit(_ order: PrintDesk.Order) async throws(Halt) -> Paper {
        let session = order.session
        if let reason = await printer.condition().reasons.first(where: \.stopsPrinting) {
            throw .end(.problem(reason.problem))
        }
        guard disk.look() else { throw .end(.problem(PrinterReason.other.problem)) }
        let (ticket, subject) = try await ticket(order)
        do {
            try outbox.hold(ticket.id)
        } catch {
            throw .unprinted(ticketID: ticket.id, reason: "disk", .problem(PrinterReason.other.problem))
        }
        let pdf = try await paper(of: ticket, session: session)
        do {
            try ticket.check(
                terminalID: centre.identity.terminalID, sessionHash: Digest.sha256(Array(session.token.utf8)),
                subject: subject, actingFor: session.actingFor, document: pdf, now: centre.clock.now())
        } catch .expired {
            throw .unprinted(ticketID: ticket.id, reason: "expired", .problem("printer-unknown"))
        } catch {
            throw .mismatch(ticketID: ticket.id, reason: Self.word(error))
        }
        guard !spent.contains(ticket.id) else { throw .mismatch(ticketID: ticket.id, reason: "spent") }
        guard memory.session?.token == session.token else {
            throw .unprinted(ticketID: ticket.id, reason: "session-over", .sessionOver)
        }
        return Paper(ticketID: ticket.id, pdf: pdf, pages: ticket.pages)
    }

    private func ticket(_ order: PrintDesk.Order) async throws(Halt) -> (PrintTicket, subject: [UInt8]) {
        let answer: TicketAnswer
        do {
            answer = try await ask(order)
        } catch .unreachable {
            throw .end(.unreachable)
        } catch .status(_, let problem) {
            throw .end(problem.flatMap { PrintEnd.said.contains($0) ? .problem($0) : nil } ?? .refused)
        } catch {
            throw .mismatch(ticketID: nil, reason: "malformed")
        }
        let named = Token(rawValue: answer.ticketID)?.rawValue
        let ticket: PrintTicket
        do {
            ticket = try PrintTicket(wire: answer.ticket, keys: centre.identity.ticketKeys)
        } catch {
            throw .mismatch(ticketID: named, reason: Self.word(error))
        }
        guard let named, ticket.id == named else { throw .mismatch(ticketID: named, reason: "other-ticket") }
        guard ticket.caseNumber == order.caseNumber else {
            throw .mismatch(ticketID: named, reason: "other-case")
        }
        guard let subject = order.session.subject else {
            throw .mismatch(ticketID: named, reason: "other-subject")
        }
        return (ticket, subject)
    }

    /// Asks once more with the same key when no answer came: a second ticket there is none, the first comes again.
    private func ask(_ order: PrintDesk.Order) async throws(Centre.Refused) -> TicketAnswer {
        do {
            return try await centre.ticket(order)
        } catch .unreachable {
            return try await centre.ticket(order)
        }
    }

    private func paper(of ticket: PrintTicket, session: SessionMemory.Session) async throws(Halt) -> [UInt8] {
        do {
            return try await centre.paper(ticketID: ticket.id, session: session.token)
        } catch {
            let end = error == .unreachable ? PrintEnd.unreachable : .problem("printer-unknown")
            throw .unprinted(ticketID: ticket.id, reason: "paper-missing", end)
        }
    }

    private func send(_ paper: Paper) async -> PrintEnd {
        do {
            try outbox.begin(paper.ticketID)
            guard try spent.spend(paper.ticketID) else {
                return await halt(ticketID: paper.ticketID, reason: "spent")
            }
        } catch {
            // A disk that keeps nothing could not stop the same paper from coming out again. Not a byte has left.
            stop.stop(HealthReporter.diskWord)
            logger.critical(
                "the print guard cannot write: the terminal has stopped", metadata: ["cause": "\(error)"])
            await report(paper.ticketID, PrintOutcome(state: .failed, reason: "disk", pagesPrinted: 0))
            await health.report()
            return .stopped
        }
        let outcome = await printer.print(paper)
        await report(paper.ticketID, outcome)
        switch outcome.state {
        case .printed: return .printed
        case .mismatch: return .stopped
        case .failed, .unknown:
            let reason = outcome.reason.flatMap(PrinterReason.init(rawValue:)) ?? .other
            return .problem(outcome.state == .unknown ? PrinterReason.other.problem : reason.problem)
        }
    }

    /// Stops the terminal before anything else happens, then tells the centre.
    private func halt(ticketID: String?, reason: String) async -> PrintEnd {
        stop.stop(Self.mismatchWord)
        logger.critical(
            "paper and citizen do not match: the terminal has stopped", metadata: ["reason": "\(reason)"])
        if let ticketID {
            await report(ticketID, PrintOutcome(state: .mismatch, reason: reason, pagesPrinted: 0))
        }
        await health.report()
        return .stopped
    }

    private func report(_ ticketID: String, _ outcome: PrintOutcome) async {
        do {
            try outbox.finish(ticketID, outcome)
        } catch {
            logger.error("an outcome cannot be kept", metadata: ["cause": "\(error)"])
            // What the disk does not keep the centre may still hear now; otherwise it hears the last word that was kept.
            try? await centre.report(outcome, ticketID: ticketID)
        }
        await courier.deliver()
    }

    private static func word(_ refused: PrintTicket.Refused) -> String {
        switch refused {
        case .malformed: "malformed"
        case .signature: "signature"
        case .expired: "expired"
        case .otherTerminal: "other-terminal"
        case .otherSession: "other-session"
        case .otherSubject: "other-subject"
        case .otherDocument: "other-document"
        }
    }
}
