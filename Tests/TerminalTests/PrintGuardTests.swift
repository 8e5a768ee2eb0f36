import Base
import Foundation
import Support
import Synchronization
import Testing
import Vault
import Wire

@testable import Terminal

/// What may leave the printer, and what happens when something does not match.
@Suite struct PrintGuards {
    private let id = Token(World.frozen(seed: 3))

    @Test func aPaperWhoseTicketFitsIsPrintedOnceAndReported() async throws {
        try await Bench.run { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)

            #expect(try await bench.press() == .printed)

            #expect(bench.printer.printed.map(\.pdf) == [Bench.pdf])
            #expect(try bench.fake.outcomes().map(\.state) == [.printed])
            #expect(bench.agent.outbox.waiting().isEmpty)
            #expect(bench.agent.stop.reason == nil)
            #expect(bench.fake.requests.allSatisfy { $0.refused == nil })
        }
    }

    enum Wrong: String, CaseIterable, CustomTestStringConvertible {
        case terminal, session, subject, document, documentLength, caseNumber, ticketID, key, garbled
        var testDescription: String { rawValue }
    }

    @Test(arguments: Wrong.allCases)
    func whatDoesNotMatchStopsTheTerminalAndPrintsNothing(_ wrong: Wrong) async throws {
        try await Bench.run { bench in
            bench.logIn()
            let other = Token(World.frozen(seed: 4))
            let ticket =
                switch wrong {
                case .terminal: bench.ticket(id, terminal: "t-0002")
                case .session: bench.ticket(id, session: "another")
                case .subject: bench.ticket(id, subject: [UInt8](repeating: 1, count: 32))
                case .document: bench.ticket(id, pdf: Array("%PDF-1.7 one pqper".utf8))
                case .documentLength: bench.ticket(id, bytes: Bench.pdf.count + 1)
                case .caseNumber: bench.ticket(id, caseNumber: "35020026030200002")
                case .ticketID: bench.ticket(other)
                case .key, .garbled: bench.ticket(id)
                }
            let key = wrong == .key ? try SigningKey.generate(.ed25519) : bench.ticketKey
            let wire = try ticket.signed(by: key)
            try bench.offer(wrong == .garbled ? "x" + wire : wire, id)

            #expect(try await bench.press() == .stopped)

            #expect(bench.printer.printed.isEmpty)
            #expect(bench.agent.stop.reason == "print-mismatch")
            #expect(try bench.fake.outcomes().map(\.state) == [.mismatch])
            let health = try #require(bench.fake.requests("POST /terminals/health").first)
            #expect(
                try JSONDecoder().decode(HealthReport.self, from: Data(health.body)).stopped
                    == "print-mismatch")
        }
    }

    @Test(arguments: [false, true])
    func whetherAPaperIsWantedOnceMoreIsThePersonsOwnWord(_ again: Bool) async throws {
        try await Bench.run { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)

            _ = try await bench.press(again: again)

            let asked = try #require(
                bench.fake.requests("POST /cases/\(Bench.caseNumber)/print-tickets").first)
            #expect(try JSONDecoder().decode(TicketQuestion.self, from: Data(asked.body)).again == again)
        }
    }

    @Test(arguments: [
        ("ticket-in-use", PrintEnd.problem("ticket-in-use")), ("paper-printed", .refused),
        ("paper-reprint-limit", .problem("paper-reprint-limit")),
    ])
    func aPaperWhoseLastPrintingHasNotEndedIsSaidToBeWaitedFor(slug: String, end: PrintEnd) async throws {
        try await Bench.run { bench in
            bench.logIn()
            let problem = "{\"type\": \"/problems/\(slug)\", \"title\": \"\", \"status\": 409}"
            bench.fake.answer(
                "POST /cases/\(Bench.caseNumber)/print-tickets",
                FakeCentre.Answer(status: 409, body: Array(problem.utf8)))

            let pressed = try await bench.press()
            #expect(pressed == end)
        }
    }

    @Test func anExpiredTicketPrintsNothingAndStopsNothing() async throws {
        try await Bench.run { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id, expiresIn: .zero).signed(by: bench.ticketKey), id)

            #expect(try await bench.press() == .problem("printer-unknown"))

            #expect(bench.printer.printed.isEmpty)
            #expect(try bench.fake.outcomes().map(\.reason) == ["expired"])
            #expect(bench.agent.stop.reason == nil)
        }
    }

    @Test func aSpentTicketIsRefusedAfterARestart() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-spent-\(Token(.live))")
        try await Bench.run(state: folder) { bench in
            let isNew = try SpentTickets(url: bench.state.spentTickets).spend(id.rawValue)
            #expect(isNew)
        }
        try await Bench.run(state: folder) { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)

            #expect(try await bench.press() == .stopped)

            #expect(bench.printer.printed.isEmpty)
            #expect(try bench.fake.outcomes().map(\.reason) == ["spent"])
        }
    }

    @Test func theTicketIsSpentAndTheOutcomeUnknownBeforeTheFirstByteLeaves() async throws {
        try await Bench.run { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)
            let seen = Mutex<(spent: String, kept: PrintOutcome.State?)>(("", nil))
            bench.printer.whilePrinting {
                let spent = try? String(contentsOf: bench.state.spentTickets, encoding: .utf8)
                let outbox = try? OutcomeOutbox(folder: bench.state.outbox)
                seen.withLock { $0 = (spent ?? "", outbox?.waiting().first?.outcome.state) }
            }

            #expect(try await bench.press() == .printed)

            let (spent, kept) = seen.withLock { $0 }
            #expect(spent == id.rawValue + "\n")
            #expect(kept == .unknown)
        }
    }

    @Test func anAgentThatDiedWithAPaperInThePrinterReportsUnknownAndPrintsNothing() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-died-\(Token(.live))")
        try await Bench.run(state: folder) { bench in
            try bench.agent.outbox.begin(id.rawValue)
            #expect(bench.agent.outbox.waiting().isEmpty)
        }
        try await Bench.run(state: folder) { bench in
            bench.fake.answer("POST /print-tickets/\(id)/outcome", FakeCentre.Answer(status: 204))

            await bench.agent.courier.deliver()

            #expect(bench.printer.printed.isEmpty)
            let outcomes = try bench.fake.outcomes()
            #expect(outcomes == [PrintOutcome(state: .unknown, reason: "power-cut", pagesPrinted: 0)])
            #expect(bench.agent.outbox.waiting().isEmpty)
        }
    }

    @Test func nothingOfAFormerPaperIsPrintedAfterARestart() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-former-\(Token(.live))")
        let former = Array("%PDF-1.7 the former citizen's".utf8)
        try await Bench.run(state: folder) { bench in
            bench.logIn()
            bench.printer.answers(PrintOutcome(state: .unknown, reason: "offline", pagesPrinted: 0))
            let ticket = bench.ticket(id, pdf: former)
            try bench.offer(try ticket.signed(by: bench.ticketKey), id, pdf: former)
            _ = try await bench.press()
        }
        try await Bench.run(state: folder) { bench in
            let next = Token(World.frozen(seed: 5))
            bench.logIn("sessionsessionsessionsess2")
            let ticket = bench.ticket(next, session: "sessionsessionsessionsess2")
            try bench.offer(try ticket.signed(by: bench.ticketKey), next)

            #expect(try await bench.press() == .printed)

            #expect(bench.printer.printed.map(\.pdf) == [Bench.pdf])
        }
        let left = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .compactMap { FileManager.default.contents(atPath: folder.appending(path: $0).path) }
        #expect(left.allSatisfy { $0.range(of: Data(former)) == nil })
        try FileManager.default.removeItem(at: folder)
    }

    @Test func anOutcomeIsKeptUntilTheCentreHasIt() async throws {
        try await Bench.run { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)
            bench.fake.answer("POST /print-tickets/\(id)/outcome", FakeCentre.Answer(status: 503))

            #expect(try await bench.press() == .printed)
            #expect(bench.agent.outbox.waiting().map(\.outcome.state) == [.printed])

            bench.fake.answer("POST /print-tickets/\(id)/outcome", FakeCentre.Answer(status: 204))
            await bench.agent.courier.deliver()

            #expect(bench.agent.outbox.waiting().isEmpty)
            #expect(bench.printer.printed.count == 1)
        }
    }

    @Test func anOutcomeAtWhichTheCentreBreaksHoldsUpNoOther() async throws {
        try await Bench.run { bench in
            let ids = [Token(World.frozen(seed: 5)).rawValue, Token(World.frozen(seed: 6)).rawValue].sorted()
            for id in ids {
                try bench.agent.outbox.finish(
                    id, PrintOutcome(state: .failed, reason: "jam", pagesPrinted: 0))
            }
            bench.fake.answer("POST /print-tickets/\(ids[0])/outcome", FakeCentre.Answer(status: 500))
            bench.fake.answer("POST /print-tickets/\(ids[1])/outcome", FakeCentre.Answer(status: 204))

            await bench.agent.courier.deliver()

            #expect(bench.agent.outbox.waiting().map(\.ticketID) == [ids[0]])
        }
    }

    @Test func aPaperOfAVisitThatEndedMeanwhileIsNotPrinted() async throws {
        try await Bench.run { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)
            let session = try #require(bench.agent.memory.session)
            bench.agent.memory.forget()
            bench.logIn("sessionsessionsessionsess2")

            let end = await bench.agent.desk.guardian.print(
                PrintDesk.Order(caseNumber: Bench.caseNumber, key: "k", session: session))

            #expect(end == .sessionOver)
            #expect(bench.printer.printed.isEmpty)
        }
    }

    @Test func anEmptyTraySpendsNoTicket() async throws {
        try await Bench.run { bench in
            bench.logIn()
            bench.printer.complains([.paperOut])

            let end = try await bench.press()
            #expect(end == .problem("printer-paper-out"))
            #expect(bench.fake.requests.isEmpty)
        }
    }

    @Test(arguments: [
        (PrintOutcome(state: .failed, reason: "jam", pagesPrinted: 0), "printer-jam"),
        (PrintOutcome(state: .failed, reason: "offline", pagesPrinted: 0), "printer-offline"),
        (PrintOutcome(state: .failed, reason: "cover-open", pagesPrinted: 0), "printer-jam"),
        (PrintOutcome(state: .failed, reason: "paper-out", pagesPrinted: 0), "printer-paper-out"),
        (PrintOutcome(state: .unknown, reason: "paper-out", pagesPrinted: 1), "printer-unknown"),
    ])
    func thePrintersWordIsPassedOnAsItIs(_ outcome: PrintOutcome, _ problem: String) async throws {
        try await Bench.run { bench in
            bench.logIn()
            bench.printer.answers(outcome)
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)

            #expect(try await bench.press() == .problem(problem))
            #expect(try bench.fake.outcomes() == [outcome])
        }
    }

    @Test func aCentreThatCannotBeReachedPrintsNothing() async throws {
        try await Bench.run(offline: true) { bench in
            bench.logIn()

            let end = try await bench.press()
            #expect(end == .unreachable)
            #expect(bench.printer.printed.isEmpty)
        }
    }

    @Test func anOutcomeThatTheCentreRefusesHoldsUpNoOther() async throws {
        try await Bench.run { bench in
            let ids = ["00000000000000000000000001", "00000000000000000000000002"]
            for (id, status) in zip(ids, [403, 204]) {
                try bench.agent.outbox.finish(id, PrintOutcome(state: .printed, reason: nil, pagesPrinted: 1))
                bench.fake.answer("POST /print-tickets/\(id)/outcome", FakeCentre.Answer(status: status))
            }

            await bench.agent.courier.deliver()

            #expect(bench.agent.outbox.waiting().map(\.ticketID) == [ids[0]])
        }
    }

    @Test func oneBrokenByteDoesNotMakeSpentTicketsGood() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "egret-spent-\(Token(.live))")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(Array("t1\n".utf8) + [0xFF, 0x0A] + Array("t2\n".utf8)).write(to: url)

        let spent = SpentTickets(url: url)

        #expect(spent.contains("t1") && spent.contains("t2"))
        #expect(SpentTickets(url: url).contains("t2"))
    }
}
