import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@testable import Assistance

/// What stands before every page while somebody helps, and how its pages look.
@Suite struct GuardTests {
    /// A terminal's browser, which says which terminal it is and which visit.
    private struct Browser {
        let client: any TestClientProtocol
        let house: HelpHouse
        var language = Language.english
        var token: String?

        func get(_ path: String) async throws -> TestResponse {
            try await client.execute(uri: path, method: .get, headers: headers)
        }

        @discardableResult
        func post(_ path: String, _ form: String, key: Token? = nil) async throws -> TestResponse {
            var headers = headers
            headers[.contentType] = "application/x-www-form-urlencoded"
            headers[.idempotencyKey] = (key ?? Token(house.world)).rawValue
            return try await client.execute(
                uri: path, method: .post, headers: headers, body: ByteBuffer(string: form))
        }

        private var headers: HTTPFields {
            var headers: HTTPFields = [.accept: "text/html", .acceptLanguage: language.rawValue]
            headers[.egretSession] = token
            return headers
        }
    }

    /// Stands where signatures are checked.
    private struct Believed: RouterMiddleware {
        let terminal: String

        func handle(
            _ request: Request, context: EgretContext,
            next: (Request, EgretContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            context.terminalID = terminal
            return try await next(request, context)
        }
    }

    private static let secret = "样板里1号100室"

    private func run(
        _ house: HelpHouse, _ language: Language = .english, token: String? = nil,
        _ test: @Sendable (Browser) async throws -> Void
    ) async throws {
        let listener = Listener(.terminal, frame: house.frame, world: house.world)
        let router = listener.router()
        router.add(middleware: Believed(terminal: house.terminals[0]))
        router.add(middleware: AssistanceGuard(frame: house.frame, verbs: house.verbs))
        let idempotency = Idempotency(engine: house.engine, vault: house.vault, world: house.world)
        AssistanceRoutes(
            frame: house.frame, world: house.world, verbs: house.verbs, idempotency: idempotency
        ).add(to: router)
        let page: @Sendable (EgretContext, [HTML]) -> HTML = { [frame = house.frame] context, parts in
            frame.kiosk(context, title: "Page", back: nil, spoken: "kiosk.help.spoken") { parts }
        }
        router.get("/") { _, context in page(context, []) }
        router.get("looks") { _, context in page(context, [.typed(Self.secret)]) }
        router.get("identification/code") { _, context in page(context, [.typed(Self.secret)]) }
        router.post("identification/code") { _, context in page(context, []) }
        // A page by somebody who forgot to say that a name is a person's.
        router.get("cases/{number}/check") { _, context in page(context, [.text("陈静")]) }
        router.get("cases/{number}/paper") { _, context in page(context, []) }
        // One more row: the page is made anew with what she has typed, and kept under the form's key.
        router.post("cases/{number}/questions/{question}") { request, context in
            let form = try await form(of: request, context)
            return try await idempotency(request, context, form) { _ in page(context, [.typed(Self.secret)]) }
        }
        try await listener.application(router).test(.router) { client in
            try await test(Browser(client: client, house: house, language: language, token: token))
        }
    }

    private func words(_ response: TestResponse) -> String { String(buffer: response.body) }

    @Test(arguments: TestEngine.available)
    func withNobodyThereEverythingIsAsEver(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        try await run(house) { browser in
            for path in ["/looks", "/identification/code"] {
                let page = words(try await browser.get(path))
                #expect(page.contains(Self.secret))
            }
            #expect(try await browser.get("/").headers[.egretHelper] == nil)
        }
    }

    @Test(arguments: TestEngine.available)
    func aHelperSeesWhatIsNobodysAndIsNamedOnIt(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.help()
        try await run(house) { browser in
            let front = try await browser.get("/")
            #expect(words(front).contains(number) && words(front).contains("/assistance/end"))
            #expect(front.headers[.egretHelper] == "here", "no terminal keeps this page for others")
            for path in ["/looks", "/assistance", "/identification/code"] {
                #expect(try await browser.get(path).headers[.egretHelper] == "here", "\(path)")
            }
            let own = words(try await browser.get("/looks"))
            #expect(!own.contains(Self.secret) && own.contains("This page is for you alone"))
        }
    }

    @Test(arguments: TestEngine.available)
    func thePersonsStepOpensAtHerPressMaskedAndForItselfAlone(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        _ = try await house.help()
        try await run(house) { browser in
            let before = words(try await browser.get("/identification/code"))
            let refused = try await browser.post("/identification/code", "code=1")
            try await browser.post("/assistance/aside", "step=proof&return=%2F")
            let after = words(try await browser.get("/identification/code"))
            let posted = try await browser.post("/identification/code", "code=1")
            let next = words(try await browser.get("/cases/1/paper"))
            try await browser.post("/assistance/back", "return=%2F")
            let again = words(try await browser.get("/identification/code"))

            #expect(!before.contains(Self.secret) && before.contains("My helper has stepped aside"))
            #expect(refused.status == .forbidden)
            #expect(!after.contains(Self.secret) && after.contains(Masking.mark))
            #expect(posted.status == .ok)
            #expect(next.contains("My helper has stepped aside") && again == before)
        }
    }

    /// The browser's way back, or a reload, sends the form once more.
    @Test(arguments: TestEngine.available)
    func aPageFromBeforeTheHelpIsNotShownAgain(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let visit = try await house.visit()
        let (path, key) = ("/cases/1/questions/children?from=check", Token(house.world))
        try await run(house, token: visit) { browser in
            let alone = words(try await browser.post(path, "rows=more", key: key))
            #expect(alone.contains(Self.secret))
            _ = try await house.help(token: visit)
            try await browser.post("/assistance/aside", "step=answers&return=%2F")

            let helped = try await browser.post(path, "rows=more", key: key)
            #expect(helped.status == .seeOther && helped.headers[.location] == path)
            #expect(!words(helped).contains(Self.secret))
            try await browser.post("/assistance/end", "return=%2F")
            let own = words(try await browser.post(path, "rows=more", key: key))
            #expect(own.contains(Self.secret), "it is hers")
        }
    }

    @Test(arguments: TestEngine.available)
    func whatAPageShowsNeverthelessIsWithheld(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let visit = try await house.visit()
        _ = try await house.help(token: visit)
        let (token, _) = try await house.prove(HelpHouse.other, in: visit)
        try await run(house, token: token) { browser in
            try await browser.post("/assistance/aside", "step=answers&return=%2F")
            let page = words(try await browser.get("/cases/1/check"))
            #expect(!page.contains("陈静") && page.contains("This page is for you alone"))
            let end = try await browser.post("/assistance/end", "return=%2Fcases%2F1%2Fcheck")
            #expect(end.headers[.location] == "/cases/1/check")
            let own = words(try await browser.get("/cases/1/check"))
            #expect(own.contains("陈静"), "it is hers")
        }
    }

    @Test(arguments: ["https://other.example/", "//other.example", "/assistance/end", "javascript:x", ""])
    func aWayBackLeadsNowhereElse(place: String) async throws {
        let house = try await HelpHouse(.sqlite)
        _ = try await house.help()
        try await run(house) { browser in
            let encoded = place.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let answer = try await browser.post("/assistance/back", "return=\(encoded)")
            #expect(answer.headers[.location] == "/")
        }
    }

    @Test func aStepThatIsNoneIsRefused() async throws {
        let house = try await HelpHouse(.sqlite)
        _ = try await house.help()
        try await run(house) { browser in
            let answer = try await browser.post("/assistance/aside", "step=all&return=%2F")
            #expect(answer.status == .conflict)
        }
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewed(language: Language) async throws {
        let house = try await HelpHouse(.sqlite)
        let number = try await house.volunteer()
        try await run(house, language) { browser in
            var pages = ["call": words(try await browser.get("/assistance?from=%2F"))]
            pages["call-wrong"] = words(try await browser.post("/assistance/call", "number=12&from=%2F"))
            try await browser.post("/assistance/call", "number=\(number)&from=%2F")
            pages["code"] = words(try await browser.get("/assistance?code=yes&from=%2F"))
            pages["code-wrong"] = words(try await browser.post("/assistance/begin", "code=1&from=%2F"))
            let code = try house.gateway.code()
            #expect(
                try await browser.post("/assistance/begin", "code=\(code)&from=%2F").status == .seeOther)
            pages["open"] = words(try await browser.get("/"))
            pages["here"] = words(try await browser.get("/assistance?from=%2F"))
            pages["guide-proof"] = words(try await browser.get("/identification/code"))
            pages["guide-answers"] = words(try await browser.get("/cases/1/check"))
            pages["guide-paper"] = words(try await browser.get("/cases/1/paper"))
            pages["alone"] = words(try await browser.get("/looks"))
            try await browser.post("/assistance/aside", "step=proof&return=%2F")
            pages["aside"] = words(try await browser.get("/identification/code"))
            house.clock.advance(by: .seconds(1_300))
            pages["over"] = words(try await browser.get("/"))
            for (name, page) in pages.sorted(by: { $0.key < $1.key }) {
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing: \(name)")
                try expectSnapshot(
                    readable(page, number), named: "assistance/\(name)-\(language.rawValue).html")
            }
        }
    }

    /// The body, with what differs from run to run left out.
    private func readable(_ page: String, _ number: String) -> String {
        let body = page.range(of: "<body>").map { String(page[$0.lowerBound...]) } ?? page
        return body.replacing(/assets\/[0-9a-f]{8}/, with: "assets/…")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing(number, with: "204060").replacing("><", with: ">\n<") + "\n"
    }
}
