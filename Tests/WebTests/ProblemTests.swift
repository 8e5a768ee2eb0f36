import NIOCore
import Base
import Foundation
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import Storage
import Testing
import Web

@Suite struct ProblemTests {
    private enum Closed: Refusal {
        case today

        var slug: String { "forbidden" }
        var status: HTTPResponse.Status { .forbidden }
    }

    private struct Surprise: Error {}

    private struct Wish: Decodable { let count: Int }

    private static let failures: [(name: String, error: any Error, status: Int, slug: String)] = [
        ("problem", Problem("too-large", .contentTooLarge), 413, "too-large"),
        ("refusal", Closed.today, 403, "forbidden"),
        ("form", FormRefusal.missing(field: "name"), 422, "field-missing"),
        ("port", PortError.unreachable(system: "police"), 503, "department-unavailable"),
        ("busy", SQLError.busy, 503, "try-again"), ("full", SQLError.full, 503, "no-room"),
        ("behind", NotYetHere("fund/deposit-proof v2"), 503, "try-again"),
        ("gone", SQLError.disconnected(message: "secret"), 503, "try-again"),
        ("sql", SQLError.failed(code: "1", message: "secret"), 500, "fault"),
        ("framework", HTTPError(.unprocessableContent, message: "secret"), 422, "bad-request"),
        ("absent", HTTPError(.notFound), 404, "not-found"), ("surprise", Surprise(), 500, "fault"),
    ]

    private func routed(_ surface: Surface = .public) throws -> (Listener, Router<EgretContext>) {
        let listener = try TestHouse().listener(surface)
        let router = listener.router()
        for failure in Self.failures {
            router.get("fail/\(failure.name)") { _, _ -> HTML in throw failure.error }
        }
        router.post("wish") { request, context in
            _ = try await request.decode(as: Wish.self, context: context)
            return "ok"
        }
        return (listener, router)
    }

    @Test func everyErrorIsADocumentForAProgram() async throws {
        let (listener, router) = try routed()

        try await listener.application(router).test(.router) { client in
            for failure in Self.failures {
                let answer = try await client.execute(
                    uri: "/fail/\(failure.name)", method: .get, headers: [.accept: "application/json"])
                let document = try JSONDecoder().decode(
                    ProblemDocument.self, from: Data(answer.body.readableBytesView))

                #expect(answer.status.code == failure.status, "\(failure.name)")
                #expect(answer.headers[.contentType] == "application/problem+json")
                #expect(document.type == "/problems/\(failure.slug)")
                #expect(document.status == failure.status)
                #expect(document.instance?.hasPrefix("urn:egret:request:") == true)
                #expect(!String(buffer: answer.body).contains("secret"))
            }
        }
        #expect(listener.frame.words.unknownKeys == [])
    }

    @Test(arguments: Surface.allCases)
    func everyErrorIsAPageThatHelpsForAPerson(surface: Surface) async throws {
        let (listener, router) = try routed(surface)

        try await listener.application(router).test(.router) { client in
            for failure in Self.failures {
                let answer = try await client.execute(
                    uri: "/fail/\(failure.name)", method: .get, headers: [.accept: "text/html,*/*"])
                let page = String(buffer: answer.body)
                let id = try #require(answer.headers[.requestID])

                #expect(answer.status.code == failure.status)
                #expect(page.contains("<code>\(id)</code>"))
                #expect(page.contains("您填的内容没有变。") == (surface != .staff), "no form was sent")
                #expect(!page.contains("secret") && !page.contains("["))
            }
        }
    }

    @Test func whatMayPassSoonSaysWhen() async throws {
        let (listener, router) = try routed()

        try await listener.application(router).test(.router) { client in
            let port = try await client.execute(uri: "/fail/port", method: .get)
            let busy = try await client.execute(uri: "/fail/busy", method: .get)
            #expect(port.headers[.retryAfter] == "60")
            #expect(busy.headers[.retryAfter] == "5")
            let behind = try await client.execute(uri: "/fail/behind", method: .get)
            #expect(behind.headers[.retryAfter] == "5")
        }
    }

    @Test func aBodyThatDoesNotDecodeIsTheSendersMistake() async throws {
        let (listener, router) = try routed()

        try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(
                uri: "/wish", method: .post, headers: [.accept: "application/json"],
                body: .init(string: "{\"count\":\"many\"}"))
            #expect(answer.status == .badRequest)
            #expect(!String(buffer: answer.body).contains("count"))
        }
    }

    @Test func anUnknownPathIsNotFoundAndAnUnusedMethodSaysWhatIs() async throws {
        let (listener, router) = try routed()

        try await listener.application(router).test(.router) { client in
            #expect(try await client.execute(uri: "/nowhere", method: .get).status == .notFound)
            #expect(try await client.execute(uri: "/nowhere", method: .post).status == .notFound)
            let answer = try await client.execute(uri: "/wish", method: .delete)
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == "POST")
            let read = try await client.execute(uri: "/help", method: .post)
            #expect(read.headers[.allow] == "GET, HEAD")
        }
    }

    /// A listener of the desk with a list, a page of one thing, and acts that are refused.
    private func desk(
        _ test: @Sendable @escaping (any TestClientProtocol) async throws -> Void
    ) async throws {
        let listener = try TestHouse().listener(.staff)
        let router = listener.router()
        router.get("things") { _, _ in "all" }
        router.get("things/:id") { _, _ in "one" }
        for act in ["things/sweep", "things/:id/parts/:part/end", "alone"] {
            router.post("\(act)") { _, _ -> HTML in throw Closed.today }
        }
        try await listener.application(router).test(.router, test)
    }

    @Test(
        arguments: [
            ("/things/sweep", "/things"), ("/things/s-7/parts/2/end", "/things/s-7"), ("/alone", nil),
        ] as [(String, String?)])
    func aRefusedFormOfTheDeskLeadsBackToItsPage(path: String, page: String?) async throws {
        try await desk { client in
            let answer = String(
                buffer: try await client.execute(
                    uri: path, method: .post, headers: [.accept: "text/html"]
                ).body)
            #expect(answer.contains("回到表单") == (page != nil))
            if let page { #expect(answer.contains("class=\"button primary\" href=\"\(page)\">回到表单")) }
            #expect(answer.contains("href=\"/\">回到首页"))
            #expect(!answer.contains("前面填的还在") && !answer.contains("没有变"))
        }
    }

    /// The header is the sender's word: it names a page of this very site, or nothing.
    @Test(arguments: [
        ("http://localhost/things?page=2#x", "/things?page=2"),
        ("http://localhost/things/s-7", "/things/s-7"),
        ("https://evil.example/things/s-9", "/things"), ("http://localhost.evil.example/things", "/things"),
        ("http://localhost//evil.example/things", "/things"), ("http://localhost/nowhere", "/things"),
        ("http://localhost/alone", "/things"), ("javascript:alert(1)", "/things"), ("", "/things"),
        ("http://localhost/things\"><b>", "/things"),
    ])
    func itLeadsBackToWhereItCameFrom(referrer: String, page: String) async throws {
        try await desk { client in
            let answer = String(
                buffer: try await client.execute(
                    uri: "/things/sweep", method: .post, headers: [.accept: "text/html", .referer: referrer]
                ).body)
            #expect(answer.contains("href=\"\(page)\">回到表单"), "\(answer)")
            #expect(!answer.contains("evil") && !answer.contains("<b>"))
        }
    }

    @Test(arguments: [Surface.public, .terminal])
    func elsewhereThereIsNoWayBackToAForm(surface: Surface) async throws {
        let listener = try TestHouse().listener(surface)
        let router = listener.router()
        router.get("things") { _, _ in "all" }
        router.post("things") { _, _ -> HTML in throw Closed.today }

        try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(uri: "/things", method: .post)
            #expect(!String(buffer: answer.body).contains("回到表单"))
        }
    }

    @Test func aPostThatFailedOnOurSideMayBeSentAgain() async throws {
        let listener = try TestHouse().listener()
        let router = listener.router()
        router.post("act") { _, _ -> HTML in throw SQLError.busy }

        try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(uri: "/act", method: .post)
            #expect(String(buffer: answer.body).contains("只算一次"))
        }
    }
}
