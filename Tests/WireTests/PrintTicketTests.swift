import Base
import Support
import Testing
import Vault

@testable import Wire

/// The right to print: once, here, now, for this person, this paper.
@Suite struct PrintTickets {
    private static let document = Array("%PDF".utf8)
    private static let session = Digest.sha256(Array("session".utf8))
    private static let subject = [UInt8](repeating: 7, count: 32)
    private static let now = TestClock.start

    private func ticket(expiresIn: Duration = .seconds(60)) -> PrintTicket {
        PrintTicket(
            id: Token(.frozen()), caseNumber: "c-1", documentHash: Digest.sha256(Self.document),
            documentBytes: Self.document.count, pages: 1, sessionHash: Self.session, subject: Self.subject,
            terminalID: "t-1", expiresAt: Self.now + expiresIn)
    }

    struct Moment: Sendable {
        var terminalID = "t-1"
        var session = PrintTickets.session
        var subject = PrintTickets.subject
        var document = PrintTickets.document
        var after = Duration.seconds(1)
    }

    @Test func whatFitsIsAdmitted() throws {
        let moment = Moment()

        try ticket().check(
            terminalID: moment.terminalID, sessionHash: moment.session, subject: moment.subject,
            document: moment.document, now: Self.now + moment.after)
    }

    @Test(arguments: [
        (Moment(terminalID: "t-2"), PrintTicket.Refused.otherTerminal),
        (Moment(terminalID: ""), .otherTerminal),
        (Moment(session: Digest.sha256(Array("sessioN".utf8))), .otherSession),
        (Moment(session: []), .otherSession),
        (Moment(subject: [UInt8](repeating: 8, count: 32)), .otherSubject),
        (Moment(subject: []), .otherSubject),
        (Moment(document: Array("%PDG".utf8)), .otherDocument),
        (Moment(document: Array("%PDF ".utf8)), .otherDocument),
        (Moment(document: []), .otherDocument),
        (Moment(after: .seconds(60)), .expired),
        (Moment(after: .seconds(3_600)), .expired),
        (Moment(after: .seconds(-1)), .expired),
    ])
    func whatDoesNotFitIsRefused(_ moment: Moment, _ refused: PrintTicket.Refused) {
        #expect(throws: refused) {
            try ticket().check(
                terminalID: moment.terminalID, sessionHash: moment.session, subject: moment.subject,
                document: moment.document, now: Self.now + moment.after)
        }
    }

    struct Both: Sendable {
        /// Of the ticket, then of the screen; by single bytes.
        let subject: UInt8
        let actor: UInt8?
        let person: UInt8
        let actingFor: UInt8?
        let fits: Bool
    }

    /// Acting for another, the ticket must be about that one and name the person at the screen; never one of the two alone.
    @Test(arguments: [
        Both(subject: 7, actor: nil, person: 7, actingFor: nil, fits: true),
        Both(subject: 9, actor: 7, person: 7, actingFor: 9, fits: true),
        Both(subject: 9, actor: 7, person: 7, actingFor: nil, fits: false),
        Both(subject: 7, actor: nil, person: 7, actingFor: 9, fits: false),
        Both(subject: 9, actor: nil, person: 7, actingFor: 9, fits: false),
        Both(subject: 9, actor: 8, person: 7, actingFor: 9, fits: false),
        Both(subject: 8, actor: 7, person: 7, actingFor: 9, fits: false),
        Both(subject: 7, actor: 9, person: 7, actingFor: 9, fits: false),
        Both(subject: 7, actor: 7, person: 7, actingFor: nil, fits: false),
        Both(subject: 9, actor: 7, person: 9, actingFor: nil, fits: false),
    ])
    func whoeverActsForAnotherIsNamedAndNobodyElse(both: Both) {
        func commitment(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }
        let ticket = PrintTicket(
            id: Token(.frozen()), caseNumber: "c-1", documentHash: Digest.sha256(Self.document),
            documentBytes: Self.document.count, pages: 1, sessionHash: Self.session,
            subject: commitment(both.subject), actor: both.actor.map(commitment), terminalID: "t-1",
            expiresAt: Self.now + .seconds(60))
        let isAdmitted: Bool
        do throws(PrintTicket.Refused) {
            try ticket.check(
                terminalID: "t-1", sessionHash: Self.session, subject: commitment(both.person),
                actingFor: both.actingFor.map(commitment), document: Self.document,
                now: Self.now + .seconds(1))
            isAdmitted = true
        } catch {
            #expect(error == .otherSubject)
            isAdmitted = false
        }

        #expect(isAdmitted == both.fits)
    }

    @Test(arguments: SigningKey.Algorithm.allCases)
    func aSignedTicketIsReadAgain(_ algorithm: SigningKey.Algorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let old = try SigningKey.generate(algorithm)

        let wire = try ticket().signed(by: key)

        #expect(try PrintTicket(wire: wire, keys: [old.publicKey, key.publicKey]) == ticket())
    }

    @Test func noKeyAdmitsNothing() throws {
        let wire = try ticket().signed(by: try SigningKey.generate(.ed25519))

        #expect(throws: PrintTicket.Refused.signature) { try PrintTicket(wire: wire, keys: []) }
    }

    /// Whatever character is changed, the ticket is no ticket any more.
    @Test func everyChangedCharacterIsRefused() throws {
        let key = try SigningKey.generate(.ed25519)
        let wire = Array(try ticket().signed(by: key).utf8)
        for index in wire.indices {
            var changed = wire
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let text = String(decoding: changed, as: UTF8.self)
            #expect(throws: PrintTicket.Refused.self) { try PrintTicket(wire: text, keys: [key.publicKey]) }
        }
    }

    @Test(arguments: [
        "", ".", "a.b", "a.b.c", "YQ==.YQ==", "AAAA", String(repeating: "A", count: 5_000) + ".AA",
    ])
    func whatIsNoTicketIsRefused(_ wire: String) throws {
        let key = try SigningKey.generate(.ed25519)

        #expect(throws: PrintTicket.Refused.self) { try PrintTicket(wire: wire, keys: [key.publicKey]) }
    }

    @Test func signedBytesThatAreNoTicketAreRefused() throws {
        let key = try SigningKey.generate(.ed25519)
        let payload = Array(#"{"id":"x"}"#.utf8)
        let wire = Base64URL.encode(payload) + "." + Base64URL.encode(try key.sign(payload))

        #expect(throws: PrintTicket.Refused.malformed) { try PrintTicket(wire: wire, keys: [key.publicKey]) }
    }
}
