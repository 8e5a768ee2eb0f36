import Base
import HTTPTypes
import NIOCore
import Support
import Testing
import Wire

@testable import Terminal

/// Whoever steps up sees the first page, however slow the line.
@Suite struct FirstPages {
    @Test("Row 24: on a slow line the first page is the last one the centre gave")
    func onASlowLineTheFirstPageIsTheLastOne() async throws {
        try await LiveAgent.run { live in
            #expect(try await live.get("/").body == "front")
            live.bench.fake.keepSilent { $0.method == "GET" && $0.target == "/" }
            defer { live.bench.fake.keepSilent { _ in false } }

            let slow = try await live.get("/")

            #expect(slow.status == 200 && slow.body == "front")
        }
    }

    @Test func noKeptPageIsShownWhileAHelperIsAtTheScreen() async throws {
        try await LiveAgent.run { live in
            let fake = live.bench.fake
            let html = [("Content-Type", "text/html; charset=utf-8")]
            fake.answer("GET /", FakeCentre.Answer(headers: html, body: Array("nobody's".utf8)))
            #expect(try await live.get("/").body == "nobody's")

            let begun = FakeCentre.Answer(status: 303, headers: [("Location", "/")])
            fake.answer("POST /assistance/begin", begun)
            _ = try await live.post("/assistance/begin")
            fake.keepSilent { $0.method == "GET" && $0.target == "/" }
            let waiting = Task { try await live.get("/") }
            try await Task.sleep(for: FrontPages.patience + .milliseconds(500))
            fake.answer("GET /", FakeCentre.Answer(headers: html, body: Array("fresh".utf8)))
            fake.keepSilent { _ in false }
            #expect(try await waiting.value.body == "fresh")
        }
    }

    @Test func onlyAPageThatNamesNoHelperSaysThatSheHasGone() {
        let fronts = FrontPages()
        fronts.keep(FrontPages.Page(headers: [:], body: .init(string: "front")), "")
        let isShown = { fronts.page("") != nil }
        fronts.ask("GET", "/assistance")
        fronts.ask("POST", "/identification/way")
        #expect(isShown())
        fronts.ask("POST", "/assistance/begin")
        #expect(!isShown(), "what came of the press is not known")
        fronts.hear(isHelped: false, isPage: false)
        #expect(!isShown(), "a picture or a refusal says nothing")
        fronts.hear(isHelped: false, isPage: true)
        #expect(isShown())
        fronts.hear(isHelped: true, isPage: false)
        #expect(!isShown())
    }

    @Test func thePageOfAVisitIsNeverKept() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            live.bench.fake.answer("GET /", FakeCentre.Answer(body: Array("hers".utf8)))
            #expect(try await live.get("/").body == "hers")
            _ = try await live.post("/terminal/end")
            live.bench.fake.answer("GET /", FakeCentre.Answer(body: Array("nobody's".utf8)))
            #expect(try await live.get("/").body == "nobody's")
        }
    }

    @Test func eachDisplayHasItsOwnPage() throws {
        let pages = FrontPages()
        for display in 0..<100 {
            pages.keep(FrontPages.Page(headers: [:], body: .init(string: "\(display)")), "\(display)")
            #expect(pages.page("\(display)")?.body == .init(string: "\(display)"))
        }
        #expect(pages.page("0") == nil, "there is an end to what is kept")
    }
}
