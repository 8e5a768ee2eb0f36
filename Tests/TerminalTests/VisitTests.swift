import Base
import Foundation
import HTTPTypes
import NIOHTTP1
import Support
import Synchronization
import Testing
import Wire

@testable import Terminal

/// A visit from its first touch to the wiped screen.
@Suite struct Visits {
    @Test func leavingEndsTheSessionHereAndThereAndWipesTheBrowser() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()

            let answer = try await live.post("/terminal/end")

            #expect(answer.status == 303)
            #expect(answer.location == "/")
            #expect(answer.headers.first(name: "Clear-Site-Data") == #""cache", "cookies", "storage""#)
            #expect(live.bench.agent.memory.session == nil)
            let ended = try #require(live.bench.fake.requests("POST /session/end").last)
            #expect(ended.headers[FakeCentre.name("Egret-Session")] == Bench.session)
            #expect(live.bench.agent.memory.owed.isEmpty)
        }
    }

    @Test(
        "ASVS 14.3.1: when the centre ends a session, its pages leave the browser before the next person's come"
    )
    func aSessionThatTheCentreEndedLeavesTheBrowser() async throws {
        try await LiveAgent.run { live in
            let memory = live.bench.agent.memory
            live.bench.logIn()
            live.bench.fake.answer(
                "GET /looks",
                FakeCentre.Answer(
                    status: 401, headers: [(WireHeader.session, WireHeader.ended)],
                    body: Array("your visit is over".utf8)))

            let told = try await live.get("/looks")
            #expect(told.body == "your visit is over", "she is told first")
            #expect(memory.isStained)
            let next = try await live.get("/services/police/temporary-identity-proof")

            #expect(next.status == 303)
            #expect(next.location == "/")
            #expect(next.headers.first(name: "Clear-Site-Data") == #""cache", "cookies", "storage""#)
            #expect(!memory.isStained)
            #expect(try await live.get("/").body == "front")
        }
    }

    @Test func whatTheCentreSaidAtTheEndStaysForAMinute() {
        let clock = TestClock()
        let memory = SessionMemory(uptime: Uptime { clock.now.since(TestClock.start) })
        memory.absorb(token: "1", subject: nil, visit: 0)
        memory.touch()
        memory.absorb(token: WireHeader.ended, subject: nil, visit: 0)

        clock.advance(by: .seconds(60))
        #expect(!memory.isOver(idleMax: IdleKeeper.idleMax, ageMax: IdleKeeper.ageMax))
        clock.advance(by: .seconds(1))
        #expect(memory.isOver(idleMax: IdleKeeper.idleMax, ageMax: IdleKeeper.ageMax))

        memory.forget()
        #expect(!memory.isOver(idleMax: IdleKeeper.idleMax, ageMax: IdleKeeper.ageMax))
    }

    @Test func theFirstActAfterAStartEndsWhatWasLeft() async throws {
        try await LiveAgent.run { live in
            let first = try #require(live.bench.fake.requests("POST /session/end").first)

            #expect(first.headers[FakeCentre.name("Egret-Session")] == "")
            #expect(first.refused == nil)
        }
    }

    @Test func somebodyWhoWalksAwayIsLoggedOutByTheAgent() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            live.bench.clock.advance(by: .seconds(125))
            try await Task.sleep(for: .milliseconds(60))
            #expect(live.bench.agent.memory.session != nil)

            live.bench.clock.advance(by: .seconds(1))
            while live.bench.agent.memory.session != nil { try await Task.sleep(for: .milliseconds(5)) }
            while live.bench.agent.memory.owed.isEmpty == false {
                try await Task.sleep(for: .milliseconds(5))
            }

            let ended = try #require(live.bench.fake.requests("POST /session/end").last)
            #expect(ended.headers[FakeCentre.name("Egret-Session")] == Bench.session)
        }
    }

    @Test func aPageThatAsksByItselfIsNoSignOfTheCitizen() async throws {
        try await LiveAgent.run { live in
            let page = "/cases/\(Bench.caseNumber)/paper"
            live.bench.fake.answer("GET \(page)", FakeCentre.Answer(body: Array("making".utf8)))
            live.bench.logIn()
            live.bench.clock.advance(by: .seconds(100))
            let memory = live.bench.agent.memory

            _ = try await live.get(page, headers: [("Sec-Fetch-Site", "same-origin")])
            #expect(memory.isOver(idleMax: .seconds(99), ageMax: IdleKeeper.ageMax))

            _ = try await live.get(
                page, headers: [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-User", "?1")])
            #expect(!memory.isOver(idleMax: .seconds(99), ageMax: IdleKeeper.ageMax))
        }
    }

    @Test func aCardThatIsReadAfterItsVisitHasEndedStaysHere() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            live.bench.clock.advance(by: .seconds(30))
            live.bench.simulator.reader.put(CardReaders.card, fault: .silence)
            async let answer = live.post("/terminal/card", "idempotency_key=00000000000000000000000001")
            while live.bench.agent.memory.isOver(idleMax: .seconds(10), ageMax: .seconds(1_000)) {
                try await Task.sleep(for: .milliseconds(5))
            }

            live.bench.agent.memory.forget()
            live.bench.logIn("sessionsessionsessionsess2")
            live.bench.simulator.reader.breakDown(.none)

            _ = try await answer
            #expect(live.bench.fake.requests("POST /identification/card").isEmpty)
        }
    }

    @Test(arguments: [(401, [Bench.session]), (503, [Bench.session]), (404, []), (204, [])])
    func aCentreThatDoesNotBelieveTheTerminalIsToldAgain(_ status: Int, _ owed: [String]) async throws {
        try await Bench.run { bench in
            bench.fake.answer("POST /session/end", FakeCentre.Answer(status: status))
            bench.logIn()

            await bench.agent.end()

            #expect(bench.agent.memory.owed == owed)
        }
    }

    @Test func theScreenIsWipedBeforeTheCentreIsTold() async throws {
        try await Bench.run { bench in
            let agent = bench.agent
            bench.fake.answer("POST /session/end", FakeCentre.Answer(status: 204))
            let told = { @Sendable in bench.fake.requests("POST /session/end").count }
            let browser = WatchedBrowser(told)
            let keeper = IdleKeeper(
                memory: agent.memory, stop: agent.stop, desk: agent.desk, end: agent.end, browser: browser,
                door: agent.door, world: agent.world)
            bench.logIn()
            bench.clock.advance(by: .seconds(126))

            await keeper.tick()

            #expect(browser.seen == [0])
            #expect(agent.memory.session == nil)
            #expect(told() == 1)
        }
    }

    @Test func aTouchKeepsTheSessionButNotBeyondTwentyMinutes() throws {
        let clock = TestClock()
        let memory = SessionMemory(uptime: Uptime { clock.now.since(TestClock.start) })
        memory.absorb(token: Bench.session, subject: nil, visit: memory.visit)
        for _ in 0..<12 {
            memory.touch()
            clock.advance(by: .seconds(100))
            #expect(!memory.isOver(idleMax: IdleKeeper.idleMax, ageMax: IdleKeeper.ageMax))
        }

        memory.touch()
        clock.advance(by: .seconds(1))

        #expect(memory.isOver(idleMax: IdleKeeper.idleMax, ageMax: IdleKeeper.ageMax))
    }

    @Test func aNewTokenAtLoginDoesNotMakeTheSessionYounger() {
        let clock = TestClock()
        let memory = SessionMemory(uptime: Uptime { clock.now.since(TestClock.start) })
        memory.absorb(token: "a", subject: nil, visit: 0)
        clock.advance(by: .seconds(600))

        memory.absorb(token: "b", subject: "ab", visit: 0)

        #expect(memory.session?.startedAt == .zero)
        #expect(memory.session?.subject == [0xAB])
    }

    /// A mother who acted for her child begins a service of her own, or somebody else does at the screen that she left: the
    /// paper is not the child's, and no mix-up.
    @Test func aServiceThatIsBegunKnowsNobodyOfTheOneBefore() {
        let memory = SessionMemory(uptime: Uptime { .zero })
        memory.absorb(token: "a", subject: nil, visit: 0)
        memory.absorb(token: "b", subject: "ab", visit: 0)
        memory.absorb(token: "c", subject: nil, actingFor: "cd", visit: 0)
        #expect(memory.session?.subject == [0xAB])
        #expect(memory.session?.actingFor == [0xCD])

        memory.absorb(token: "d", subject: nil, visit: 0)
        #expect(memory.session?.subject == nil)
        #expect(memory.session?.actingFor == nil)

        memory.absorb(token: "e", subject: "ef", visit: 0)
        #expect(memory.session?.subject == [0xEF])
        #expect(memory.session?.actingFor == nil)
    }

    @Test func aCentreThatEndsTheSessionIsObeyed() {
        let memory = SessionMemory(uptime: Uptime { .zero })
        memory.absorb(token: "a", subject: "ab", visit: 0)

        #expect(memory.absorb(token: WireHeader.ended, subject: nil, visit: 0))
        #expect(memory.session == nil)
        #expect(memory.owed.isEmpty)
    }

    @Test func twoPressesMakeOnePaper() async throws {
        try await LiveAgent.run { live in
            let id = Token(World.frozen(seed: 3))
            live.bench.logIn()
            try live.bench.offer(try live.bench.ticket(id).signed(by: live.bench.ticketKey), id)
            let form = "case=\(Bench.caseNumber)&idempotency_key=00000000000000000000000001"
            let (seen, look) = AsyncStream.makeStream(of: Void.self)
            live.bench.printer.whilePrinting { for await _ in seen { break } }

            async let first = live.post("/terminal/print", form)
            async let second = live.post("/terminal/print", form)
            #expect(
                try await [first.location, second.location] == ["/terminal/printing", "/terminal/printing"])
            let waiting = try await live.get("/terminal/printing")
            look.finish()
            var page = waiting
            while page.status == 200 { page = try await live.get("/terminal/printing") }
            _ = try await live.post("/terminal/print", form)

            #expect(waiting.status == 200)
            #expect(waiting.body.contains(#"http-equiv="refresh""#))
            #expect(page.location == "/cases/\(Bench.caseNumber)/paper?out=yes")
            #expect(live.bench.printer.printed.count == 1)
        }
    }

    @Test func aReceiptIsAskedForByItsNameAndLeadsBackToItsOwnPage() async throws {
        try await LiveAgent.run { live in
            let id = Token(World.frozen(seed: 3))
            live.bench.logIn()
            try live.bench.offer(try live.bench.ticket(id).signed(by: live.bench.ticketKey), id)
            _ = try await live.post(
                "/terminal/print",
                "case=\(Bench.caseNumber)&idempotency_key=00000000000000000000000001&paper=receipt")
            var page = try await live.get("/terminal/printing")
            while page.status == 200 { page = try await live.get("/terminal/printing") }

            let asked = try #require(
                live.bench.fake.requests("POST /cases/\(Bench.caseNumber)/print-tickets").first)
            #expect(try JSONDecoder().decode(TicketQuestion.self, from: Data(asked.body)).paper == .receipt)
            #expect(page.location == "/cases/\(Bench.caseNumber)/receipt?out=yes")
        }
    }

    @Test(arguments: [(PrintOutcome.State.printed, 303, "/"), (.failed, 200, ""), (.unknown, 200, "")])
    func whoLeavesWhileAPaperIsOnItsWayHasLeftWhenItIsOut(
        _ outcome: PrintOutcome.State, _ status: Int, _ place: String
    ) async throws {
        try await LiveAgent.run { live in
            let id = Token(World.frozen(seed: 3))
            live.bench.logIn()
            try live.bench.offer(try live.bench.ticket(id).signed(by: live.bench.ticketKey), id)
            live.bench.printer.answers(PrintOutcome(state: outcome, reason: nil, pagesPrinted: 0))
            let (seen, look) = AsyncStream.makeStream(of: Void.self)
            live.bench.printer.whilePrinting { for await _ in seen { break } }
            _ = try await live.post(
                "/terminal/print", "case=\(Bench.caseNumber)&idempotency_key=00000000000000000000000001")

            let leaving = try await live.post("/terminal/end")
            let during = live.bench.agent.memory.session
            look.finish()
            while live.bench.agent.desk.isPrinting { try await Task.sleep(for: .milliseconds(5)) }
            let next = try await live.get("/")
            let last = try await live.get("/terminal/printing")
            let session = live.bench.agent.memory.session
            if outcome != .printed {
                // Told once, she is gone with the next page, whoever asks for it.
                #expect(last.body.contains("24"))
                #expect(try await live.get("/").location == "/terminal/printing")
                #expect(try await live.get("/terminal/printing").location == "/")
            }

            #expect(leaving.location == "/terminal/printing")
            #expect(during != nil)
            #expect(next.location == "/terminal/printing")
            #expect(last.status == status)
            #expect((last.location ?? "") == place)
            #expect(session == nil)
            #expect(!live.bench.agent.desk.holdsScreen)
        }
    }

    @Test(arguments: ["/", "/services/police/temporary-identity-proof", "/cases/\(Bench.caseNumber)/paper"])
    func whoeverComesMeanwhileSeesThatAPaperIsOnItsWay(_ place: String) async throws {
        try await LiveAgent.run { live in
            let id = Token(World.frozen(seed: 3))
            live.bench.logIn()
            try live.bench.offer(try live.bench.ticket(id).signed(by: live.bench.ticketKey), id)
            let (seen, look) = AsyncStream.makeStream(of: Void.self)
            live.bench.printer.whilePrinting { for await _ in seen { break } }
            _ = try await live.post(
                "/terminal/print", "case=\(Bench.caseNumber)&idempotency_key=00000000000000000000000001")

            let before = live.bench.fake.requests("GET \(place)").count
            let page = try await live.get(place)
            look.finish()

            #expect(page.status == 303)
            #expect(page.location == "/terminal/printing")
            #expect(live.bench.fake.requests("GET \(place)").count == before)
        }
    }

    @Test func aCardIsReadAndHandedToTheCentre() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            live.bench.simulator.reader.put(CardReaders.card)
            live.bench.fake.answer(
                "POST /identification/card",
                FakeCentre.Answer(status: 303, headers: [("Location", "/identification/face")]))

            let answer = try await live.post("/terminal/card", "idempotency_key=00000000000000000000000001")

            #expect(answer.location == "/identification/face")
            let asked = try #require(live.bench.fake.requests("POST /identification/card").first)
            #expect(try JSONDecoder().decode(CardReading.self, from: Data(asked.body)).name == "王小雅")
            #expect(asked.refused == nil)
        }
    }

    @Test(arguments: [
        (SampleCard?.none, ReaderFault.none, "card-missing"),
        (CardReaders.card, .pulled, "card-unreadable"),
        (CardReaders.card, .silence, "reader-out"),
        (SampleCard(name: "王小雅", number: "350203199003071025", validTo: "20200101"), .none, "card-expired"),
        (SampleCard(name: "A", number: "CAN350200000001", kind: .foreignResident), .none, "card-foreign"),
    ])
    func aCardThatDoesNotServeLeadsToThePageThatHelps(
        _ card: SampleCard?, _ fault: ReaderFault, _ problem: String
    ) async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            if let card { live.bench.simulator.reader.put(card) }
            live.bench.simulator.reader.breakDown(fault)

            let answer = try await live.post("/terminal/card")

            #expect(answer.location == "/identification?problem=\(problem)")
            #expect(live.bench.fake.requests("POST /identification/card").isEmpty)
        }
    }
}

/// Notes at each reset what was true then.
private final class WatchedBrowser: BrowserControl {
    let restarts = true
    private let look: @Sendable () -> Int
    private let looks = Mutex<[Int]>([])

    var seen: [Int] { looks.withLock { $0 } }

    init(_ look: @escaping @Sendable () -> Int) { self.look = look }

    func reset() async {
        let now = look()
        looks.withLock { $0.append(now) }
    }
}
