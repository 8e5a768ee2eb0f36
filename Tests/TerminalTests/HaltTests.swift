import Base
import Foundation
import Support
import Testing
import Web
import Wire

@testable import Terminal

/// A mismatch at the printer while the centre hears nothing of it.
@Suite struct HaltTests {
    private let id = Token(World.frozen(seed: 3))

    @Test func aMismatchStopsTheTerminalWhileTheCentreIsSilent() async throws {
        try await LiveAgent.run { live in
            let bench = live.bench
            bench.logIn()
            let other = bench.ticket(id, subject: [UInt8](repeating: 1, count: 32))
            try bench.offer(try other.signed(by: bench.ticketKey), id)
            bench.fake.keepSilent { $0.target.hasSuffix("/outcome") || $0.target == "/terminals/health" }
            async let end = bench.press()
            // The stop comes before the report: as soon as the centre could know, it holds already.
            while try bench.fake.outcomes().isEmpty { try await Task.sleep(for: .milliseconds(5)) }

            let page = try await live.get("/terminal/printing")
            let afterPowerCut = StopSwitch(url: bench.state.stopped, world: .live).reason

            #expect(bench.agent.stop.reason == "print-mismatch")
            #expect(afterPowerCut == "print-mismatch")
            #expect(page.status == 503)
            #expect(page.body.contains(try stoppedTitle()))
            #expect(page.body.contains(try words()("terminal.stopped.held")))
            bench.fake.keepSilent { _ in false }
            #expect(try await end == .stopped)
            #expect(bench.printer.printed.isEmpty)
        }
    }

    @Test func aTerminalThatStoppedItselfStaysStoppedAfterARestartWithoutACentre() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-halt-\(Token(.live))")
        try await Bench.run(state: folder) { bench in
            bench.logIn()
            let other = bench.ticket(id, terminal: "t-0002")
            try bench.offer(try other.signed(by: bench.ticketKey), id)
            bench.fake.answer("POST /print-tickets/\(id)/outcome", FakeCentre.Answer(status: 503))
            bench.fake.answer("POST /terminals/health", FakeCentre.Answer(status: 503))
            #expect(try await bench.press() == .stopped)
        }
        try await LiveAgent.run(state: folder, ready: false, offline: true) { live in
            let page = try await live.get("/")

            #expect(live.bench.agent.stop.reason == "print-mismatch")
            #expect(page.status == 503)
            #expect(page.body.contains(try stoppedTitle()))
            // Whoever comes now is told what happened, and reads nothing that is true of somebody else only.
            #expect(page.body.contains(try words()("terminal.stopped.held")))
            // What the centre must hear waits on the disk.
            #expect(live.bench.agent.outbox.waiting().map(\.outcome.state) == [.mismatch])
        }
        try? FileManager.default.removeItem(at: folder)
    }

    @Test(arguments: Language.allCases)
    func whyItStoppedIsSaidAfterAMismatchAlone(_ language: Language) async throws {
        let words = try words(language)
        let held = ["held", "held-next", "held-spoken"].map { words("terminal.stopped.\($0)") }
        for reason in ["centre", HealthReporter.diskWord, PrintGuard.mismatchWord] {
            try await LiveAgent.run { live in
                live.bench.agent.stop.stop(reason)

                let shown = [("Cookie", "\(live.cookie); \(Display.cookieName)=\(language.rawValue)")]
                let page = try await live.get("/", headers: shown)
                let said = held.filter { page.body.contains($0) }

                #expect(page.status == 503)
                #expect(page.body.contains(words("terminal.stopped.text")))
                #expect(said == (reason == PrintGuard.mismatchWord ? held : []), "\(reason)")
            }
        }
    }

    private func stoppedTitle() throws -> String { try words()("terminal.stopped.title") }

    private func words(_ language: Language = .mandarin) throws -> Phrases {
        try TerminalAgent.frame().words.phrases(language)
    }
}
