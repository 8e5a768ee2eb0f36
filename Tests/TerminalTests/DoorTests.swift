import Base
import Foundation
import NIOHTTP1
import Support
import Testing

@testable import Terminal

/// Who may talk to the agent.
@Suite struct Doors {
    @Test(arguments: ["a.example", "127.0.0.1", "127.0.0.1:1", "localhost.a.example"])
    func anotherHostNameIsRefused(_ host: String) async throws {
        try await LiveAgent.run { live in
            let before = live.bench.fake.requests.count

            let status = try await live.get("/", headers: [("Host", host)]).status
            #expect(status == 421)
            #expect(live.bench.fake.requests.filter { $0.method == "GET" }.count <= before)
        }
    }

    @Test func localhostIsThisMachineToo() async throws {
        try await LiveAgent.run { live in
            let status = try await live.get("/", headers: [("Host", "localhost:\(live.port)")]).status
            #expect(status == 200)
        }
    }

    @Test(arguments: [
        [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "none")],
        [("Origin", "http://a.example")], [("Origin", "null")], [],
    ])
    func anotherSitesFormIsRefused(_ headers: [(String, String)]) async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()

            let status = try await live.post("/terminal/end", headers: headers).status
            #expect(status == 403)
            #expect(live.bench.agent.memory.session != nil)
        }
    }

    /// A browser keeps the cookie with the language back from what another page sets off.
    @Test func whoIsRefusedInAVisitReadsWhyInItsLanguage() async throws {
        try await LiveAgent.run { live in
            let foreign = [("Sec-Fetch-Site", "cross-site")]
            let before = try await live.post("/mandates", headers: foreign)
            live.bench.logIn()
            live.bench.fake.answer("GET /services", FakeCentre.Answer(body: Array("services".utf8)))
            let chosen = [("Cookie", live.cookie + "; egret_display=en")]
            #expect(try await live.get("/services", headers: chosen).status == 200)

            let refused = try await live.post("/mandates", headers: foreign)
            #expect(refused.status == 403)
            #expect(before.body.contains("<html lang=\"zh-Hans\""))
            #expect(refused.body.contains("<html lang=\"en\""))
            live.bench.agent.memory.forget()
            let next = try await live.post("/mandates", headers: foreign)
            #expect(next.body.contains("<html lang=\"zh-Hans\""), "the next person's is nobody's yet")
        }
    }

    @Test func aFormOfOurOwnPageIsTaken() async throws {
        try await LiveAgent.run { live in
            let origin = "http://127.0.0.1:\(live.port)"

            let status = try await live.post("/terminal/heartbeat", headers: [("Origin", origin)]).status
            #expect(status == 204)
        }
    }

    @Test func aSecondBrowserIsRefusedWhileSomebodyIsThere() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            var other = live
            other.cookie = "egret_browser=00000000000000000000000001"

            let page = try await other.get("/")
            live.bench.clock.advance(by: .seconds(60))

            #expect(page.status == 403)
            #expect(page.headers["Set-Cookie"].isEmpty)
            #expect(try await other.get("/").status == 403)
            #expect(try await live.get("/").status == 200)
        }
    }

    @Test func aBrowserThatHasGoneIsReplacedWhenNobodyIsThere() async throws {
        try await LiveAgent.run { live in
            var other = live
            other.cookie = "a=b"
            let early = try await other.get("/").status
            #expect(early == 403)

            live.bench.clock.advance(by: .seconds(11))

            let late = try await other.get("/").status
            #expect(late == 200)
            let former = try await live.get("/").status
            #expect(former == 403)
        }
    }

    @Test func aProgramThatLooksWhetherTheAgentIsUpTakesNobodysPlace() async throws {
        try await LiveAgent.run { live in
            live.bench.agent.door.release()
            var program = live
            program.cookie = "a=b"
            var browser = live
            browser.cookie = "a=c"

            let looked = try await program.get("/", headers: [("Accept", "*/*")])
            let first = try await browser.get("/")
            let again = try await program.get("/", headers: [("Accept", "*/*")])

            #expect(looked.status == 200)
            #expect(looked.headers["Set-Cookie"].isEmpty)
            #expect(first.headers["Set-Cookie"].count == 1)
            #expect(again.status == 403)
        }
    }

    @Test func nothingIsServedBeforeTheOldSessionIsEnded() async throws {
        try await LiveAgent.run(ready: false) { live in
            let page = try await live.get("/")

            #expect(page.status == 503)
            #expect(live.bench.fake.requests("GET /").isEmpty)
        }
    }

    @Test func aStoppedTerminalServesNothing() async throws {
        try await LiveAgent.run { live in
            live.bench.agent.stop.stop("print-mismatch")
            let before = live.bench.fake.requests("GET /").count

            let page = try await live.get("/", headers: [("Cookie", live.cookie + "; egret_display=en")])

            #expect(page.status == 503)
            #expect(page.body.contains("This terminal is out of service"))
            #expect(live.bench.fake.requests("GET /").count == before)
        }
    }

    @Test func anAddressBeyondLoopbackIsRefused() {
        var configuration = TerminalConfiguration(
            centre: "http://127.0.0.1:1", state: .temporaryDirectory, serial: "s", version: "1",
            printer: .folder(.temporaryDirectory))
        configuration.host = "0.0.0.0"

        let answer = Result<Void, TerminalProblem> { () throws(TerminalProblem) in try configuration.check() }

        #expect(throws: TerminalProblem.notLoopback(host: "0.0.0.0")) { try answer.get() }
    }
}
