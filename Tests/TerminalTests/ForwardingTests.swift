import AsyncHTTPClient
import Base
import HTTPTypes
import NIOCore
import NIOHTTP1
import Support
import Testing
import Wire

@testable import Terminal

/// What goes to the centre and what comes back from it.
@Suite struct Forwarding {
    @Test func theSessionStaysWithTheAgent() async throws {
        try await LiveAgent.run { live in
            live.bench.fake.answer(
                "POST /start",
                FakeCentre.Answer(
                    status: 303,
                    headers: [
                        ("Location", "/services"), ("Egret-Session", Bench.session),
                        ("Egret-Subject", Bench.subject.hex),
                        ("Set-Cookie", "egret_display=en.large; Path=/"),
                        ("Set-Cookie", "tracker=1; Path=/"), ("X-Request-ID", "r"),
                    ]))
            live.bench.fake.answer("GET /services", FakeCentre.Answer(body: Array("services".utf8)))

            let start = try await live.post("/start", "idempotency_key=00000000000000000000000001")
            let next = try await live.get("/services")

            #expect(start.status == 303)
            #expect(start.location == "/services")
            #expect(!start.headers.contains { $0.name.lowercased().hasPrefix("egret-") })
            #expect(start.headers["Set-Cookie"] == ["egret_display=en.large; Path=/"])
            #expect(live.bench.agent.memory.session?.token == Bench.session)
            #expect(live.bench.agent.memory.session?.subject == Bench.subject)
            #expect(next.body == "services")
            let asked = try #require(live.bench.fake.requests("GET /services").first)
            #expect(asked.headers[FakeCentre.name("Egret-Session")] == Bench.session)
            #expect(live.bench.fake.requests.allSatisfy { $0.refused == nil })
        }
    }

    @Test func onlyWhatTheCentreNeedsIsPassedOn() async throws {
        try await LiveAgent.run { live in
            _ = try await live.get(
                "/?a=%20b",
                headers: [
                    ("Cookie", live.cookie + "; egret_display=en; other=1"), ("Accept-Language", "en"),
                    ("X-Forwarded-For", "10.0.0.1"), ("Egret-Session", "stolen"),
                    ("Referer", "http://a.example/"),
                ])

            let asked = try #require(live.bench.fake.requests("GET /?a=%20b").first)
            #expect(asked.headers[.cookie] == "egret_display=en")
            #expect(asked.headers[.acceptLanguage] == "en")
            #expect(asked.headers[FakeCentre.name("Egret-Session")] == "")
            #expect(asked.headers[FakeCentre.name("X-Forwarded-For")] == nil)
            #expect(asked.headers[FakeCentre.name("Referer")] == nil)
        }
    }

    @Test func theKeyOfAFormBecomesAHeader() async throws {
        try await LiveAgent.run { live in
            live.bench.fake.answer(
                "POST /cases", FakeCentre.Answer(status: 303, headers: [("Location", "/x")]))

            _ = try await live.post("/cases", "idempotency_key=00000000000000000000000001&a=b")

            let asked = try #require(live.bench.fake.requests("POST /cases").first)
            #expect(asked.headers[FakeCentre.name("Idempotency-Key")] == "00000000000000000000000001")
            #expect(String(decoding: asked.body, as: UTF8.self).hasSuffix("&a=b"))
        }
    }

    @Test(arguments: [
        "/identification/card", "/identification/face", "//identification//card",
        "/cases/\(Bench.caseNumber)/print-tickets", "/print-tickets/t1/outcome", "/terminals/health",
        "/papers/t1", "/session/end",
    ])
    func whatOnlyTheAgentMaySayIsNotSaidForTheBrowser(_ target: String) async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()

            let answer = try await live.post(target, "forged=1")

            #expect(answer.status == 404)
            #expect(live.bench.fake.requests.allSatisfy { $0.body != Array("forged=1".utf8) })
        }
    }

    @Test func thePaperItselfNeverReachesTheBrowser() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            live.bench.fake.answer("POST /papers/t1", FakeCentre.Answer(body: Bench.pdf))
            live.bench.fake.answer("GET /identification/card", FakeCentre.Answer(body: Array("card".utf8)))

            let paper = try await live.post("/papers/t1", "")
            let page = try await live.get("/identification/card")

            #expect(paper.status == 404)
            #expect(live.bench.fake.requests("POST /papers/t1").isEmpty)
            #expect(page.body == "card")
        }
    }

    @Test func theCentresPolicyForItsPageIsKept() async throws {
        try await LiveAgent.run { live in
            live.bench.fake.answer(
                "GET /page",
                FakeCentre.Answer(headers: [
                    ("Content-Security-Policy", "default-src 'self'"), ("Server", "x"),
                ]))

            let page = try await live.get("/page")

            #expect(page.headers["Content-Security-Policy"] == ["default-src 'self'"])
            #expect(page.headers["Server"].isEmpty)
        }
    }

    @Test func aWayOutOfTheTerminalLeadsHome() async throws {
        try await LiveAgent.run { live in
            live.bench.fake.answer(
                "GET /away", FakeCentre.Answer(status: 303, headers: [("Location", "https://a.example/")]))
            live.bench.fake.answer(
                "GET /own",
                FakeCentre.Answer(
                    status: 303, headers: [("Location", live.bench.agent.centre.base + "/services?x=1")]))

            let away = try await live.get("/away").location
            #expect(away == "/")
            let own = try await live.get("/own").location
            #expect(own == "/services?x=1")
        }
    }

    @Test func aBodyThatIsTooLargeStaysHere() async throws {
        try await LiveAgent.run { live in
            let answer = try await live.post("/cases", "a=" + String(repeating: "x", count: 65 * 1_024))

            #expect(answer.status == 413)
            #expect(live.bench.fake.requests("POST /cases").isEmpty)
        }
    }

    @Test(arguments: [("en", "We cannot reach the centre"), ("zh-Hans", "暂时连不上中心"), ("nan-Hant", "這馬連袂著中心")])
    func aCentreThatIsAwayIsSaidInTheCitizensLanguage(_ language: String, _ title: String) async throws {
        try await LiveAgent.run(ready: false, offline: true) { live in
            let page = try await live.get(
                "/cases/35020026030200001", headers: [("Cookie", "egret_display=\(language)")])

            #expect(page.status == 503)
            #expect(page.body.contains(title))
            #expect(page.body.contains("35020026030200001"))
            #expect(page.headers.first(name: "Cache-Control") == "no-store")
        }
    }

    @Test func anAnswerForAVisitThatHasEndedIsThrownAway() async throws {
        try await Bench.run { bench in
            let visit = bench.agent.memory.visit
            bench.agent.memory.forget()

            bench.agent.memory.absorb(token: Bench.session, subject: nil, visit: visit)

            #expect(bench.agent.memory.session == nil)
            #expect(bench.agent.memory.owed == [Bench.session])
        }
    }

    @Test(arguments: [200, 303])
    func aPageOfAVisitThatHasEndedIsNotShownInTheNext(status: Int) async throws {
        try await LiveAgent.run { live in
            let (bench, place) = (live.bench, "/cases/\(Bench.caseNumber)")
            bench.logIn()
            bench.fake.answer(
                "GET \(place)",
                FakeCentre.Answer(
                    status: status, headers: [("Content-Type", "text/html"), ("Location", place + "/check")],
                    body: Array("hers".utf8)))
            bench.fake.whenAsked("GET \(place)") {
                bench.agent.memory.forget()
                bench.logIn("sessionsessionsessionsess2")
            }

            let answer = try await live.get(place)

            #expect(answer.location == "/")
            #expect(!answer.body.contains("hers"))
            #expect(bench.agent.memory.session?.token == "sessionsessionsessionsess2")
        }
    }

    @Test func whatTheCentreSaysAsItEndsAVisitIsShown() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            live.bench.fake.answer(
                "GET /goodbye",
                FakeCentre.Answer(headers: [("Egret-Session", "end")], body: Array("goodbye".utf8)))

            let answer = try await live.get("/goodbye")

            #expect(answer.body == "goodbye")
            #expect(live.bench.agent.memory.session == nil)
        }
    }

    @Test func aRequestOfAVisitThatHasEndedIsNotMadeInTheNext() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            live.bench.clock.advance(by: .seconds(30))
            let (parts, body) = AsyncStream.makeStream(of: ByteBuffer.self)
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(live.port)/cases")
            request.method = .POST
            for (name, value) in [
                ("Cookie", live.cookie), ("Sec-Fetch-Site", "same-origin"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ] { request.headers.add(name: name, value: value) }
            request.body = .stream(parts, length: .unknown)
            body.yield(ByteBuffer(string: "idempotency_key=0000000000"))
            async let answer = live.bench.http.execute(request, timeout: .seconds(20))
            // The agent has the head of the request once it counts as a sign of the citizen.
            while live.bench.agent.memory.isOver(idleMax: .seconds(10), ageMax: .seconds(1_000)) {
                try await Task.sleep(for: .milliseconds(5))
            }

            live.bench.agent.memory.forget()
            live.bench.logIn("sessionsessionsessionsess2")
            body.yield(ByteBuffer(string: "0000000000000001"))
            body.finish()

            #expect(try await answer.headers.first(name: "Location") == "/")
            #expect(live.bench.fake.requests("POST /cases").isEmpty)
        }
    }

    @Test func aTokenOfAVisitThatHasEndedIsNeverTakenAgain() async throws {
        try await Bench.run { bench in
            bench.logIn()
            bench.agent.memory.forget()
            bench.agent.memory.settle(Bench.session)

            // The answer to a press on an old page is the stored one.
            bench.logIn()

            #expect(bench.agent.memory.session == nil)
        }
    }

    @Test func aTerminalThatIsToldTheTimeIsHeardAgain() async throws {
        try await Bench.run { bench in
            let clock = bench.agent.centre.clock
            clock.learn(nowMs: (bench.clock.now + .seconds(300)).milliseconds, askedAt: clock.uptimeNow)
            let told = ("Egret-Now", String(bench.clock.now.milliseconds))
            bench.fake.answer("GET /", FakeCentre.Answer(status: 401, headers: [told]))

            _ = try await bench.agent.centre.ask(Centre.Question(method: "GET", target: "/"))

            #expect(bench.fake.requests("GET /").map(\.refused) == [.clock, nil])
        }
    }

    @Test func aCopyThatWentAheadOnTheLineIsALostAnswerAndIsAskedForAgain() async throws {
        try await LiveAgent.run { live in
            let overtaken = FakeCentre.Answer(status: 401, headers: [("Egret-Replayed", "1")])
            live.bench.fake.answer("POST /act", overtaken)
            live.bench.fake.whenAsked("POST /act") {
                guard live.bench.fake.requests("POST /act").count == 2 else { return }
                live.bench.fake.answer(
                    "POST /act", FakeCentre.Answer(status: 303, headers: [("Location", "/x")]))
            }

            let answer = try await live.post("/act", "idempotency_key=00000000000000000000000001&a=b")
            live.bench.fake.answer("POST /act", overtaken)
            let keyless = try await live.post("/act", "a=b")

            #expect(answer.location == "/x")
            #expect(keyless.status == 503, "what has no key is not done twice")
            let asked = live.bench.fake.requests("POST /act")
            #expect(asked.count == 3 && asked.allSatisfy { $0.refused == nil })
            #expect(Set(asked.map { $0.headers[FakeCentre.name("Signature-Input")] }).count == 3)
        }
    }
}
