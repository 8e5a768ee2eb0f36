import Base
import Foundation
import Logging
import Synchronization
import Terminal
import Vault
import Web

/// What all terminals of one round share.
struct MixupStage: Sendable {
    let seed: UInt64
    let folder: URL
    let nodes: [MixupNode]
    let foreign: MixupForeign
    let faults: MixupFaults
    let truth: MixupTruth
    let people: MixupPeople
    /// By the index of the person.
    let commitments: [[UInt8]]
    let check: PaperCheck
    /// Reads a sample of the papers with another program too.
    let secondReader: SecondReader?
    let clock: MixupClock
    let storm: MixupStorm
    let agentFrame: Frame
    let world: World
    let logger: Logger

    /// Checks a paper at the moment it comes out.
    func checked(
        _ paper: Paper, person: MixupPeople.Person?, ward: MixupPeople.Person?, terminal: String,
        ticket: (wire: String, session: String)?
    ) {
        guard let person else {
            return truth.wrong("a paper came out at \(terminal) with nobody at the screen")
        }
        guard let ticket else {
            return truth.wrong("a paper came out at \(terminal) without a ticket from the centre")
        }
        let holder = ward ?? person
        let agent = ward.map { _ in PaperCheck.Agent(person: person, commitment: commitments[person.index]) }
        let findings = check.findings(
            paper.pdf, for: holder, agent: agent, commitment: commitments[holder.index],
            ticket: PaperCheck.Ticket(wire: ticket.wire, sessionToken: ticket.session, terminalID: terminal),
            at: World.live.now())
        for finding in findings { truth.wrong("\(terminal), person \(person.index): \(finding)") }
        let caseNumber = PaperCheck.caseNumber(inTicket: ticket.wire) ?? ""
        let hash = Digest.sha256(paper.pdf).hex
        truth.cameOut(
            MixupTruth.Paper(
                ticketID: paper.ticketID, caseNumber: caseNumber, person: holder.index, terminalID: terminal,
                hash: hash))
        if let words = secondReader?.findings(
            paper.pdf, person: holder, agent: agent?.person, people: people, number: truth.count)
        {
            truth.wrong(words)
        }
    }
}
