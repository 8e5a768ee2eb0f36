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
