import Base
import Foundation
import Vault
import Wire

/// The ticket of a centre that mixes up people: signed, for this terminal, visit and paper, and in another's name.
enum StrayTicket {
    /// The answer with such a ticket instead, and its id; nil when there is no ticket in it.
    static func make(of body: [UInt8], key: SigningKey) -> (id: String, body: [UInt8])? {
        guard let answer = try? JSONDecoder().decode(TicketAnswer.self, from: Data(body)),
            let ticket = try? PrintTicket(wire: answer.ticket, keys: [key.publicKey]),
            let id = Token(rawValue: ticket.id),
            let stray = try? PrintTicket(
                id: id, caseNumber: ticket.caseNumber, documentHash: [UInt8](hex: ticket.documentHash) ?? [],
                documentBytes: ticket.documentBytes, pages: ticket.pages,
                sessionHash: [UInt8](hex: ticket.sessionHash) ?? [],
                subject: Digest.sha256(Array(ticket.subject.utf8)),
                terminalID: ticket.terminalID, expiresAt: Instant(milliseconds: ticket.expiresAtMs)
            ).signed(by: key),
            let data = try? JSONEncoder().encode(
                TicketAnswer(ticket: stray, ticketID: answer.ticketID, nowMs: answer.nowMs))
        else { return nil }
        return (ticket.id, Array(data))
    }
}
