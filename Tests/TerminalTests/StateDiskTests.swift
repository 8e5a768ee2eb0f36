import Base
import Foundation
import Logging
import Support
import Testing
import Wire

@testable import Terminal

/// A disk that keeps nothing: the agent says so before it begins anything, and is back by itself.
@Suite struct StateDisks {
    private let id = Token(World.frozen(seed: 3))

    /// A folder in the place of the file makes every writing of it fail, for root too.
    private func block(_ url: URL) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try Data().write(to: url.appending(path: "in-the-way"))
    }

    /// The agent looks after its disk by itself, and may write the file anew between two steps of ours.
    private func standInTheWay(of file: URL) throws {
        for _ in 1...20 {
            try? FileManager.default.removeItem(at: file)
            if (try? block(file)) != nil { return }
        }
        try block(file)
    }

    @Test(arguments: ["terminal-key.pem", "enrolment.json"])
    func whatCannotBeReadIsNeverReplaced(name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "egret-unreadable-\(Token(.live))")
        try block(folder.appending(path: name))
        let state = try StateFolder(folder)

        #expect(throws: TerminalProblem.unreadable(name)) {
            if name == "enrolment.json" { _ = try state.record() } else { _ = try state.key() }
        }

        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "\(name)/in-the-way").path))
    }

    @Test func whoLooksWhileTheAgentLooksFindsTheDiskWell() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-probe-\(Token(.live))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let disk = StateDisk(
            disk: MachineDisk(), probe: folder.appending(path: "probe"), world: World.frozen(seed: 3),
            logger: Logger(label: "test"))

        let found = await withTaskGroup(of: [Bool].self) { group in
            for _ in 1...4 { group.addTask { (1...50).map { _ in disk.look() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }

        #expect(found.count == 200)
        #expect(found.allSatisfy { $0 })
    }

    @Test func withoutADiskNoVisitBeginsAndNoTicketIsAskedFor() async throws {
        try await LiveAgent.run { live in
            let bench = live.bench
            try standInTheWay(of: bench.state.diskProbe)
            bench.agent.disk.look()

            #expect(try await live.get("/").status == 503)
            bench.logIn()
            #expect(try await live.get("/").status == 200, "whoever is in a visit may end it")
            #expect(try await bench.press() == .problem("printer-unknown"))
            #expect(bench.fake.requests.allSatisfy { !$0.target.contains("print-tickets") })
            await bench.agent.health.report()
            let report = try #require(bench.fake.requests("POST /terminals/health").last)
            let health = try JSONDecoder().decode(HealthReport.self, from: Data(report.body))
            #expect(health.printer == .out && health.printerReasons == ["agent-disk"])

            bench.agent.memory.forget()
            try FileManager.default.removeItem(at: bench.state.diskProbe)
            bench.agent.disk.look()

            #expect(try await live.get("/").status == 200)
        }
    }

    @Test func aTicketThatCannotBeHeldIsGivenBackAndStopsNothing() async throws {
        try await Bench.run { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)
            try block(bench.state.outbox.appending(path: id.rawValue + ".json"))

            #expect(try await bench.press() == .problem("printer-unknown"))

            #expect(bench.printer.printed.isEmpty)
            #expect(bench.agent.stop.reason == nil)
            #expect(
                try bench.fake.outcomes() == [PrintOutcome(state: .failed, reason: "disk", pagesPrinted: 0)])
        }
    }

    @Test func aTicketThatCannotBeSpentStopsTheTerminalAndPrintsNothing() async throws {
        try await Bench.run { bench in
            bench.logIn()
            try bench.offer(try bench.ticket(id).signed(by: bench.ticketKey), id)
            try block(bench.state.spentTickets)

            #expect(try await bench.press() == .stopped)

            #expect(bench.printer.printed.isEmpty)
            #expect(bench.agent.stop.reason == "agent-disk")
            let outcomes = try bench.fake.outcomes()
            #expect(outcomes == [PrintOutcome(state: .failed, reason: "disk", pagesPrinted: 0)])
        }
    }

    @Test func anAgentThatDiedBeforeItBeganReportsThatNothingCameOut() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-held-\(Token(.live))")
        try await Bench.run(state: folder) { bench in
            try bench.agent.outbox.hold(id.rawValue)
            #expect(bench.agent.outbox.waiting().isEmpty)
        }
        try await Bench.run(state: folder) { bench in
            bench.fake.answer("POST /print-tickets/\(id)/outcome", FakeCentre.Answer(status: 204))

            await bench.agent.courier.deliver()

            let outcomes = try bench.fake.outcomes()
            #expect(outcomes == [PrintOutcome(state: .failed, reason: "power-cut", pagesPrinted: 0)])
        }
    }
}
