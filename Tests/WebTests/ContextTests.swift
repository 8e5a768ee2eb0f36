import NIOCore
import Hummingbird
import Base
import HummingbirdTesting
import HTTPTypes
import Support
import Testing
import Web

@Suite struct ContextTests {
    @Test(arguments: [
        ("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"), ("fr,en;q=0.5,zh;q=0.6", "zh-Hans"),
        ("nan-TW", "nan-Hant"), ("zh-min-nan, en", "nan-Hant"), ("fr", "zh-Hans"), ("en;q=0", "zh-Hans"),
        ("en, zh", "en"), ("", "zh-Hans"), (";;q=,", "zh-Hans"),
    ])
    func theBrowserSaysWhichLanguage(header: String, language: String) async throws {
        let listener = try TestHouse().listener()

        try await listener.application(listener.router()).test(.router) { client in
            let page = try await client.execute(
                uri: "/help", method: .get, headers: [.acceptLanguage: header])
            #expect(String(buffer: page.body).contains("<html lang=\"\(language)\""))
        }
    }

    @Test func displayAndLanguageAreChosenByAFormAndKept() async throws {
        let listener = try TestHouse().listener(.terminal)

        try await listener.application(listener.router()).test(.router) { client in
            let answer = try await client.execute(
                uri: "/display", method: .post,
                headers: [.contentType: "application/x-www-form-urlencoded", .cookie: "egret_display=en"],
                body: .init(string: "large=on&return=%2Fhelp%3Ffrom%3D%252Fa"))

            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/help?from=%2Fa")
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie == "egret_display=en.large; Path=/; HttpOnly; SameSite=Strict")
            let page = try await client.execute(
                uri: "/help", method: .get, headers: [.cookie: "egret_display=en.large"])
            #expect(String(buffer: page.body).contains("<html lang=\"en\" class=\"kiosk large\">"))
        }
    }

    /// What answered a form stands where no page is: from there it leads to the nearest page above.
    @Test(arguments: [
        "/cases/1/submission": "/cases/1", "/only/here": "/", "/unknown/place": "/unknown/place",
        "/cases/1?a=b": "/cases/1?a=b",
    ])
    func choosingADisplayLeadsToAPage(place: String, page: String) async throws {
        let listener = try TestHouse().listener()
        let router = listener.router()
        router.get("cases/{number}") { _, _ in "" }
        router.post("cases/{number}/submission") { _, _ in "" }
        router.post("only/here") { _, _ in "" }

        try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(
                uri: "/display", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: .init(
                    string: "large=on&return=\(place.replacing("?", with: "%3F").replacing("=", with: "%3D"))"
                ))

            #expect(answer.headers[.location] == page)
        }
    }

    @Test(arguments: ["//evil.example", "https://evil.example", "%2F%5Cevil", ""])
    func choosingADisplayLeadsToThisSiteOnly(place: String) async throws {
        let listener = try TestHouse().listener()

        try await listener.application(listener.router()).test(.router) { client in
            let answer = try await client.execute(
                uri: "/display", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: .init(string: "contrast=on&return=\(place)"))

            #expect(answer.headers[.location] == "/")
            #expect(answer.headers[.setCookie]?.contains("; Secure") == true)
        }
    }

    @Test func aTraceIsContinuedWithASpanOfOurOwn() {
        let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let trace = TraceContext(continuing: header, world: .frozen())

        #expect(trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(trace.spanID != "00f067aa0ba902b7")
        #expect(trace.header == "00-\(trace.traceID)-\(trace.spanID)-01")
    }

    @Test(arguments: [
        "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
    ])
    func aMalformedTraceIsReplaced(header: String) {
        let trace = TraceContext(continuing: header, world: .frozen())

        #expect(!header.lowercased().contains(trace.traceID))
        #expect(trace.traceID.count == 32)
    }

    @Test func onlyATerminalMayNameItsRequest() async throws {
        let name = Token(.frozen(seed: 77)).rawValue
        for (surface, isKept) in [(Surface.terminal, true), (.public, false), (.staff, false)] {
            let listener = try TestHouse().listener(surface)
            try await listener.application(listener.router()).test(.router) { client in
                let answer = try await client.execute(
                    uri: "/livez", method: .get, headers: [.requestID: name])
                #expect((answer.headers[.requestID] == name) == isKept)
            }
        }
    }
}
