import Base
import Casework
import Documents
import Foundation
import Identity
import Stations
import Storage
import Support
import Testing
import Wire

@Suite struct PrintingTests {
    private func ticket(
        _ house: CaseHouse, _ number: CaseNumber, _ session: IdentifiedSession
    ) async throws -> Token {
        let answer = try await house.verbs.print.ticket(number, for: session, requestID: "r")
        return try #require(Token(rawValue: answer.ticketID))
    }

    private func fetched(
        _ house: CaseHouse, _ number: CaseNumber, _ session: IdentifiedSession
    ) async throws -> Token {
        let id = try await ticket(house, number, session)
        _ = try await house.verbs.print.paper(ticket: id, for: session, requestID: "r")
        return id
    }

    private func end(
        _ house: CaseHouse, _ ticket: Token, _ state: PrintOutcome.State, _ reason: String? = nil,
        pages: Int = 0
    ) async throws {
        try await house.verbs.print.ended(
            ticket: ticket, terminal: house.terminals[0],
            outcome: PrintOutcome(state: state, reason: reason, pagesPrinted: pages), requestID: "r")
    }

    @Test(arguments: TestEngine.available)
    func aPaperComesOutAndTheCaseIsDone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let id = try await fetched(house, number, session)
        await #expect(throws: TicketRefused.alreadyFetched) {
            _ = try await house.verbs.print.paper(ticket: id, for: session, requestID: "r")
        }
        try await end(house, id, .printed, pages: 1)
        try await end(house, id, .printed, pages: 1)
        #expect(try await house.state(number) == .delivered)
        #expect(try await house.events(number).suffix(3) == [.issued, .printRequested, .printed])
        #expect(try await house.acts("paper.fetched") == 1)
        #expect(try await house.acts("print.ended") == 1)
    }

    /// The report of the first paper was lost on its way: the page in front of the person still offers to print.
    @Test(arguments: TestEngine.available)
    func aPressOnAPageFromBeforeThePaperCameOutPrintsNoSecondOne(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        try await end(house, try await fetched(house, number, session), .printed, pages: 1)

        await #expect(throws: TicketRefused.alreadyPrinted) { _ = try await ticket(house, number, session) }
        #expect(try await house.count("documents") == 1)

        let wish = try await house.verbs.print.ticket(number, again: true, for: session, requestID: "r")
        #expect(Token(rawValue: wish.ticketID) != nil)
        #expect(try await house.count("documents") == 2)
    }

    @Test(arguments: TestEngine.available)
    func aPrinterInTroubleCostsNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let first = try await fetched(house, number, session)
        await #expect(throws: TicketRefused.inUse) { _ = try await ticket(house, number, session) }
        try await end(house, first, .failed, "paper-out")
        let second = try await fetched(house, number, session)
        try await end(house, second, .printed, pages: 1)
        #expect(try await house.state(number) == .delivered)
        #expect(try await house.count("documents") == 1)
    }

    @Test(arguments: TestEngine.available)
    func whenNobodyKnowsWhatCameOutThereIsOneMoreForNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        try await end(house, fetched(house, number, session), .unknown, "power")
        #expect(try await house.state(number) == .issued)
        try await end(house, fetched(house, number, session), .unknown, "power")
        #expect(try await house.count("documents") == 2)
        await #expect(throws: TicketRefused.reprintLimit) { _ = try await ticket(house, number, session) }
        #expect(try await house.events(number).count { $0 == .printUnknown } == 2)
    }

    @Test(arguments: TestEngine.available)
    func aMismatchStopsTheTerminal(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let id = try await fetched(house, number, session)
        try await end(house, id, .mismatch, "other-document")
        try await end(house, id, .mismatch, "other-document")
        #expect(try await house.isStopped(0))
        #expect(try await house.stations.queries.openAlarms().map(\.kind) == [.printMismatch])
        #expect(try await house.events(number).last == .printMismatch)
        #expect(try await house.state(number) == .issued)
        await #expect(throws: TicketRefused.terminalStopped) { _ = try await ticket(house, number, session) }
        let elsewhere = try await house.visit(at: 1)
        _ = try await ticket(house, number, elsewhere)
    }

    @Test(arguments: TestEngine.available)
    func aReportAfterTheVisitCounts(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let id = try await fetched(house, number, session)
        try await house.identity.end.all(ofTerminal: house.terminals[0], because: .finished, requestID: "r")
        house.clock.advance(by: .seconds(3_600))
        try await end(house, id, .printed, pages: 1)
        #expect(try await house.state(number) == .delivered)
    }

    @Test func aTicketIsOfNoUseToAnotherTerminalOrVisit() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let id = try await ticket(house, number, session)
        let other = try await house.visit(.two, at: 1)
        await #expect(throws: TicketRefused.otherTerminal) {
            _ = try await house.verbs.print.paper(ticket: id, for: other, requestID: "r")
        }
        await #expect(throws: TicketRefused.otherTerminal) {
            try await house.verbs.print.ended(
                ticket: id, terminal: house.terminals[1],
                outcome: PrintOutcome(state: .failed, reason: nil, pagesPrinted: 0), requestID: "r")
        }
        let later = try await house.visit()
        await #expect(throws: TicketRefused.otherSession) {
            _ = try await house.verbs.print.paper(ticket: id, for: later, requestID: "r")
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")))
    func thePaperShowsItsPersonAndNobodyElse() async throws {
        let house = try await CaseHouse(.sqlite)
        for (person, terminal) in [(TestPerson.one, 0), (.two, 1)] {
            let session = try await house.visit(person, at: terminal)
            let number = try await house.issued(for: session)
            let id = try await ticket(house, number, session)
            let text = try Self.text(
                of: await house.verbs.print.paper(ticket: id, for: session, requestID: "r"))
            let other = person.name == TestPerson.one.name ? TestPerson.two : .one
            #expect(text.contains(person.name) && text.contains(person.number.text))
            #expect(!text.contains(other.name) && !text.contains(other.number.text))
            #expect(text.contains("身份证丢了") && text.contains("住旅馆"))
        }
    }

    private static func text(of pdf: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "paper-\(UUID().uuidString).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/pdftotext")
        process.arguments = [file.path, "-"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
