import Base
import Catalogue
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@testable import Notices

/// The pages on which a WeChat is bound, and WeChat's own door.
@Suite struct WeChatPageTests {
    private static let path = "/account/notices/wechat"

    @Test(arguments: Language.allCases)
    func everyStepLooksAsReviewed(language: Language) async throws {
        let house = try await NoticeHouse(.sqlite, hasWeChat: true)
        try await Self.open(house, language) { client, head in
            func step(_ form: String, _ status: HTTPResponse.Status = .seeOther) async throws {
                #expect(try await Self.post(form, client, head, house).status == status, "\(form)")
            }
            try await Self.see("first", client, head, language)
            try await step("act=begin")
            try await Self.see("waiting", client, head, language)
            try await house.scan()
            try await Self.see("scanned", client, head, language)
            try await step("act=claim")
            try await Self.see("asked", client, head, language)
            let wrong = house.weChat.code == "0000" ? "0001" : "0000"
            let again = try await Self.post("act=code&code=\(wrong)", client, head, house)
            #expect(again.status == .unprocessableContent)
            try expectSnapshot(Self.text(again), named: "notices/wechat-wrong-\(language.rawValue).html")
            try await step("act=code&code=\(house.weChat.code ?? "")")
            try await Self.see("bound", client, head, language)
            try await step("act=channel&channel=wechat")
            house.consents.lapse(house.citizen)
            try await Self.see("paused", client, head, language)
            try await step("act=agree")
            try await Self.see("list", client, head, language, at: "/account/notices")
            house.weChat.answer(.elsewhere)
            try await house.tell(.overdue)
            _ = try await house.run()
            try await Self.see("elsewhere", client, head, language)
            try await Self.see("elsewhere-list", client, head, language, at: "/account/notices")
            try await step("act=begin")
            try await Self.see("waiting", client, head, language)
            try await step("act=unbind")
            #expect(try await house.binding() == nil)
        }
    }

    @Test func whatIsNoStepIsRefused() async throws {
        let house = try await NoticeHouse(.sqlite, hasWeChat: true)
        try await Self.open(house, .english) { client, head in
            for (form, status) in [
                ("act=other", HTTPResponse.Status.unprocessableContent), ("", .unprocessableContent),
                ("act=channel", .unprocessableContent), ("act=channel&channel=pigeon", .unprocessableContent),
                ("act=channel&channel=wechat", .conflict), ("act=claim", .conflict),
                ("act=code&code=1234", .conflict), ("act=code", .unprocessableContent),
                ("act=drop", .seeOther),
                ("act=unbind", .seeOther),
            ] {
                let answer = try await Self.post(form, client, head, house)
                #expect(answer.status == status, "\(form)")
            }
            for _ in 1...WeChatScene.perHourMax {
                #expect(try await Self.post("act=begin", client, head, house).status == .seeOther)
            }
            #expect(try await Self.post("act=begin", client, head, house).status == .tooManyRequests)
        }
    }

    @Test func weChatsDoorTakesWhatIsSignedAndSaysWhatWeChatWants() async throws {
        let house = try await NoticeHouse(.sqlite, hasWeChat: true)
        try await Self.open(house, .english) { client, head in
            let door = "/wechat/callback"
            let greeting = try await client.execute(
                uri: "\(door)?signature=good&timestamp=1&nonce=2&echostr=43751", method: .get)
            #expect(greeting.status == .ok && String(buffer: greeting.body) == "43751")
            #expect(greeting.headers[.contentType] == "text/plain; charset=utf-8")
            let stranger = try await client.execute(
                uri: "\(door)?signature=bad&timestamp=1&nonce=2&echostr=43751", method: .get, headers: head)
            #expect(stranger.status == .forbidden && String(buffer: stranger.body) != "43751")

            try await house.bindWeChat()
            let word = house.weChat.word(
                WeChatEvent(openID: NoticeHouse.openID, at: house.clock.now, what: .unfollowed))
            func tell(_ signature: String, _ body: [UInt8]) async throws -> TestResponse {
                try await client.execute(
                    uri: "\(door)?msg_signature=\(signature)&timestamp=1&nonce=2", method: .post,
                    headers: [.contentType: "text/xml"], body: ByteBuffer(bytes: body))
            }
            #expect(try await tell("bad", word).status == .forbidden)
            let wide = [UInt8](repeating: 32, count: WeChatRoutes.bodyBytesMax + 1)
            #expect(try await tell("good", wide).status == .contentTooLarge)
            #expect(try await house.binding() != nil)
            let heard = try await tell("good", word)
            #expect(heard.status == .ok && String(buffer: heard.body) == "success")
            #expect(try await house.binding() == nil)
        }
    }

    @Test func aHouseWithoutAnAccountOffersNothing() async throws {
        let house = try await NoticeHouse(.sqlite)
        try await Self.open(house, .english) { client, head in
            for uri in [Self.path, "/wechat/callback?signature=good&echostr=1"] {
                #expect(try await client.execute(uri: uri, method: .get, headers: head).status == .notFound)
            }
            #expect(try await Self.post("act=begin", client, head, house).status == .notFound)
            let list = try await client.execute(uri: "/account/notices", method: .get, headers: head)
            #expect(!String(buffer: list.body).contains("WeChat"))
        }
    }

    private static func open(
        _ house: NoticeHouse, _ language: Language,
        _ body: @escaping @Sendable (any TestClientProtocol, HTTPFields) async throws -> Void
    ) async throws {
        let listener = Listener(.public, frame: house.frame, world: house.world)
        let router = listener.router()
        let idempotency = Idempotency(engine: house.engine, vault: house.vault, world: house.world)
        let asker = house.asker
        let account = router.group("account")
        NoticeRoutes(
            frame: house.frame, world: house.world, catalogue: house.catalogue,
            choices: NoticeChoices(house.parts), idempotency: idempotency, known: { _ in asker.citizen }
        ).add(to: account)
        WeChatRoutes(
            frame: house.frame, world: house.world, parts: house.parts, idempotency: idempotency,
            known: { _ in asker }
        ).add(to: router, account: account)
        try await listener.application(router).test(.router) { client in
            try await body(client, [.accept: "text/html", .acceptLanguage: language.rawValue])
        }
    }

    private static func post(
        _ form: String, _ client: any TestClientProtocol, _ head: HTTPFields, _ house: NoticeHouse
    ) async throws -> TestResponse {
        var head = head
        head[.contentType] = "application/x-www-form-urlencoded"
        let key = Token(house.world).rawValue
        return try await client.execute(
            uri: path, method: .post, headers: head,
            body: ByteBuffer(string: "\(form)&\(IdempotencyKey.fieldName)=\(key)"))
    }

    private static func see(
        _ name: String, _ client: any TestClientProtocol, _ head: HTTPFields, _ language: Language,
        at path: String = WeChatPageTests.path
    ) async throws {
        let page = try await client.execute(uri: path, method: .get, headers: head)
        #expect(page.status == .ok)
        let text = text(page)
        #expect(text.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
        #expect(!text.contains("oEgret"))
        try expectSnapshot(text, named: "notices/wechat-\(name)-\(language.rawValue).html")
    }

    private static func text(_ page: TestResponse) -> String {
        String(buffer: page.body).replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing(/src="data:[^"]*"/, with: "src=\"…\"")
            .replacing(/\d+年\d+月\d+日 \d\d:\d\d|\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d/, with: "…")
            .replacing("><", with: ">\n<") + "\n"
    }
}
