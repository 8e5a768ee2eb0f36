import Audit
import Base
import Storage
import Support
import Testing
import Vault
import Wire

@testable import Documents

@Suite("Print tickets")
struct TicketTests {
    private func report(
        _ office: TestOffice, _ ticket: Token, _ state: PrintOutcome.State, reason: String? = nil,
        pages: Int = 1, terminal: String = "siming-1-a"
    ) async throws -> RecordPrintOutcome.Recorded {
        let record = RecordPrintOutcome(audit: office.audit, world: office.world)
        return try await office.engine.write { db in
            try record(
                ticket: ticket, terminalID: terminal,
                outcome: PrintOutcome(state: state, reason: reason, pagesPrinted: pages), in: db)
        }
    }

    private func record(_ office: TestOffice) async throws -> DocumentRecord? {
        try await office.engine.read { db in try DocumentStore.find(caseNumber: Sample.caseNumber, in: db) }
    }

    @Test(arguments: TestEngine.available)
    func anotherPersonsPaperGetsNoTicket(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()

        await #expect(throws: DocumentRefused.unknownDocument) {
            try await office.issueTicket(subject: office.lin)
        }

        #expect(try await office.count("SELECT count(*) AS n FROM print_tickets") == 0)
    }

    @Test(arguments: TestEngine.available)
    func aTicketPrintsItsPaperOnce(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, _) = try await office.issued()

        let ticket = try await office.issueTicket()
        let paper = try await office.fetch(ticket)
        let ended = try await report(office, ticket, .printed)

        #expect(paper == sealed.pdf)
        #expect(ended.state == .printed && ended.isNew && !ended.stopsTerminal)
        #expect(try await report(office, ticket, .printed).isNew == false)
        await #expect(throws: TicketRefused.alreadyFetched) { try await office.fetch(ticket) }
        await #expect(throws: TicketRefused.contradicts) { try await report(office, ticket, .failed) }
        for action in ["ticket.issued", "paper.fetched", "print.ended"] {
            #expect(try await office.leaves(action) == 1, "\(action)")
        }
    }

    @Test(arguments: TestEngine.available, [PrintOutcome.State.printed, .unknown])
    func aClockThatIsSetBackDoesNotBringOutTheSamePaperTwice(
        test: TestEngine, _ end: PrintOutcome.State
    ) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()
        let first = try await office.issueTicket()
        _ = try await office.fetch(first)
        _ = try await report(office, first, .failed, reason: "paper-out")
        office.clock.advance(by: .seconds(-300))
        let second = try await office.issueTicket()
        _ = try await office.fetch(second)
        _ = try await report(office, second, end)

        _ = try await office.issueTicket(again: true)

        #expect(try await record(office)?.edition == 2)
    }

    @Test(arguments: TestEngine.available)
    func theTicketIsSignedAndTiedToPaperPersonPlaceAndMinute(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, _) = try await office.issued()
        let (vault, chen) = (office.vault, office.chen)
        let answer = try await IssuePrintTicket(
            engine: office.engine, vault: vault, audit: office.audit, factory: office.factory,
            world: office.world)(
                PrintRequest(
                    caseNumber: Sample.caseNumber, subject: chen, sessionHash: TestOffice.session,
                    terminalID: "t"))
        let key = try vault.ring.signingKey(.printTicket).publicKey
        let subject = try await office.engine.read { db in try vault.subject(chen, in: db).commitment() }

        let ticket = try PrintTicket(wire: answer.ticket, keys: [key])

        try ticket.check(
            terminalID: "t", sessionHash: TestOffice.session, subject: subject, document: sealed.pdf,
            now: office.clock.now)
        #expect(ticket.expiresAtMs == office.clock.now.milliseconds + 60_000)
    }

    @Test(arguments: TestEngine.available)
    func ofTwoFetchesAtOnceOneGetsThePaper(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()
        let ticket = try await office.issueTicket()

        let papers = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { (try? await office.fetch(ticket)) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }

        #expect(papers == 1)
        #expect(try await office.leaves("paper.fetched") == 1)
    }

    @Test(arguments: TestEngine.available)
    func ofManyTicketsAskedForAtOnceOneIsIssued(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()

        let tickets = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<6 { group.addTask { (try? await office.issueTicket()) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }

        #expect(tickets == 1)
    }

    @Test(arguments: TestEngine.available)
    func aTicketIsOfNoUseElsewhereOrLater(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()
        let ticket = try await office.issueTicket()

        await #expect(throws: TicketRefused.otherTerminal) {
            try await office.fetch(ticket, terminal: "huli-1-a")
        }
        await #expect(throws: TicketRefused.otherSession) {
            try await office.fetch(ticket, session: [UInt8](repeating: 8, count: 32))
        }
        await #expect(throws: TicketRefused.unknownTicket) { try await office.fetch(Token(office.world)) }
        await #expect(throws: DocumentRefused.unknownDocument) {
            try await office.issueTicket(subject: office.lin)
        }
        office.clock.advance(by: .seconds(60))
        await #expect(throws: TicketRefused.expired) { try await office.fetch(ticket) }
        #expect(try await office.leaves("paper.fetched") == 0)
    }

    @Test(arguments: TestEngine.available)
    func afterAnExpiredOrFailedTicketTheSamePaperGetsAnother(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, _) = try await office.issued()
        _ = try await office.issueTicket()
        await #expect(throws: TicketRefused.inUse) { try await office.issueTicket(terminal: "huli-1-a") }
        office.clock.advance(by: .seconds(61))

        let second = try await office.issueTicket()
        _ = try await office.fetch(second)
        _ = try await report(office, second, .failed, reason: "paper-out", pages: 0)
        let third = try await office.issueTicket(terminal: "huli-1-a")

        #expect(try await office.fetch(third, terminal: "huli-1-a") == sealed.pdf)
        #expect(try await record(office)?.edition == 1)
    }

    @Test(arguments: TestEngine.available)
    func aTicketThatGotLostOnTheWayGivesWayToTheSameTerminalsNext(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, _) = try await office.issued()
        let lost = try await office.issueTicket()
        office.clock.advance(by: .seconds(4))
        await #expect(throws: TicketRefused.inUse) { try await office.issueTicket() }
        office.clock.advance(by: .seconds(1))

        let next = try await office.issueTicket()

        await #expect(throws: TicketRefused.expired) { try await office.fetch(lost) }
        #expect(try await office.fetch(next) == sealed.pdf)
        await #expect(throws: TicketRefused.inUse) { try await office.issueTicket() }
        #expect(try await record(office)?.edition == 1)
    }

    @Test(arguments: TestEngine.available)
    func afterAnUnknownEndANewEditionTakesThePlaceOfTheFirstOnce(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (first, _) = try await office.issued()
        let lost = try await office.issueTicket()
        _ = try await office.fetch(lost)
        _ = try await report(office, lost, .unknown, reason: "power")

        let again = try await office.issueTicket()
        let paper = try await office.fetch(again)
        let second = try #require(try await record(office))
        let former = try await office.engine.read { db in try DocumentStore.find(first.documentID, in: db) }

        #expect(paper != first.pdf)
        #expect(second.edition == 2 && second.state == .valid)
        #expect(former?.state == .superseded)
        _ = try await report(office, again, .unknown, reason: "power")
        await #expect(throws: TicketRefused.reprintLimit) { try await office.issueTicket() }
    }

    @Test(arguments: TestEngine.available)
    func aTerminalThatFallsSilentCountsAsUnknown(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()
        let silent = try await office.issueTicket()
        _ = try await office.fetch(silent)
        office.clock.advance(by: .seconds(179))
        await #expect(throws: TicketRefused.inUse) { try await office.issueTicket() }

        office.clock.advance(by: .seconds(1))
        _ = try await office.issueTicket()

        #expect(try await record(office)?.edition == 2)
        await #expect(throws: TicketRefused.contradicts) { try await report(office, silent, .printed) }
    }

    @Test(arguments: TestEngine.available)
    func aPrintedPaperIsPrintedAgainOnlyWhenAskedForAndNotForEver(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()
        for edition in 1...3 {
            let ticket = try await office.issueTicket(again: edition > 1)
            _ = try await office.fetch(ticket)
            _ = try await report(office, ticket, .printed)
            #expect(try await record(office)?.edition == edition)
            await #expect(throws: TicketRefused.alreadyPrinted) { try await office.issueTicket() }
        }
        await #expect(throws: TicketRefused.reprintLimit) { try await office.issueTicket(again: true) }
        #expect(
            try await office.count("SELECT count(*) AS n FROM documents WHERE state = 'valid'") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aMismatchStopsTheTerminalAndThePaperIsPrintedElsewhere(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()
        let ticket = try await office.issueTicket()

        let ended = try await report(office, ticket, .mismatch, reason: "other-document", pages: 0)

        #expect(ended.stopsTerminal)
        await #expect(throws: TicketRefused.terminalStopped) { try await office.issueTicket() }
        _ = try await office.issueTicket(terminal: "huli-1-a")
    }

    @Test(arguments: TestEngine.available)
    func aReportWithTheWrongNumberOfPagesIsNotBelieved(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()
        let ticket = try await office.issueTicket()
        _ = try await office.fetch(ticket)

        #expect(try await report(office, ticket, .printed, pages: 0).state == .unknown)
        await #expect(throws: TicketRefused.otherTerminal) {
            try await report(office, ticket, .unknown, terminal: "huli-1-a")
        }
    }

    @Test(arguments: TestEngine.available)
    func aRevokedOrExpiredPaperIsNeitherTicketedNorHandedOut(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (_, kept) = try await office.issued()
        let ticket = try await office.issueTicket()
        let revoke = RevokeDocument(vault: office.vault, audit: office.audit, world: office.world)
        try await office.engine.write { db in
            try revoke(kept.id, reason: .issuedInError, actor: .staff("s1"), in: db)
        }

        await #expect(throws: DocumentRefused.notValid) { try await office.fetch(ticket) }
        office.clock.advance(by: .seconds(61))
        await #expect(throws: DocumentRefused.notValid) { try await office.issueTicket() }
    }
}
