import AsyncHTTPClient
import Base
import Connectors
import Foundation
import NIOCore
import NIOHTTP1
import Notices
import Sandbox
import Support
import Synchronization
import Testing

/// The official account against the sandbox's WeChat, over HTTP: what is asked, and what is answered.
@Suite(.serialized) struct WeChatTests {
    @Test func aPictureIsScannedAndAMessageArrivesOnce() async throws {
        let house = try SandboxHouse()
        let told = Listening()

        try await house.open(told: told) { doors in
            #expect(try await Self.get("/", doors).contains("href=\"/wechat/phones\""))
            let scene = Token(house.world)
            let address = try await doors.weChat.picture(of: scene.rawValue, for: .seconds(300))
            #expect(address.hasPrefix(SandboxHouse.weChatBase + "/q/"))
            #expect(try await Self.scan(address, .ordinary, doors) == 200)
            let event = try doors.weChat.event(
                #require(told.last).body, #require(told.last).query)
            #expect(
                event
                    == WeChatEvent(
                        openID: WeChatUser.ordinary.openID, at: house.clock.now,
                        what: .scanned(scene: scene.rawValue)))

            let key = Token(house.world)
            let first = try await doors.weChat.send(
                .news(of: "202603020007"), to: WeChatUser.ordinary.openID, key: key)
            let second = try await doors.weChat.send(
                .news(of: "202603020007"), to: WeChatUser.ordinary.openID, key: key)
            guard case .taken(let number) = first else { throw Missing() }
            #expect(first == second && number > 1 << 60)
            _ = try await doors.weChat.send(
                .code("0042"), to: WeChatUser.ordinary.openID, key: Token(house.world))
            let inbox = try await Self.get("/wechat/phones.json", doors)
            #expect(
                inbox
                    == #"[{"openid":"\#(WeChatUser.ordinary.openID)","text":"0042"},"#
                    + #"{"openid":"\#(WeChatUser.ordinary.openID)","text":"202603020007"}]"#)
        }
    }

    @Test func whoFollowsAlreadyIsToldOfAsOneWhoScansAndWhoLeavesAsOneWhoLeft() async throws {
        let house = try SandboxHouse()
        let told = Listening()

        try await house.open(told: told) { doors in
            for scene in ["first", "second"] {
                let address = try await doors.weChat.picture(of: scene, for: .seconds(300))
                _ = try await Self.scan(address, .ordinary, doors)
                let event = try doors.weChat.event(
                    #require(told.last).body, #require(told.last).query)
                #expect(event?.what == .scanned(scene: scene))
            }
            _ = try await Self.post("/wechat/phones", "openid=\(WeChatUser.ordinary.openID)", doors)
            let event = try doors.weChat.event(#require(told.last).body, #require(told.last).query)
            #expect(event?.what == .unfollowed)
            #expect(
                try await doors.weChat.send(
                    .news(of: "1"), to: WeChatUser.ordinary.openID, key: Token(house.world)) == .notFollowing)
        }
    }

    @Test func aPictureIsGoodForItsTimeAlone() async throws {
        let house = try SandboxHouse()
        try await house.open(told: Listening()) { doors in
            let address = try await doors.weChat.picture(of: "scene", for: .seconds(300))
            house.clock.advance(by: .seconds(300))
            #expect(try await Self.scan(address, .ordinary, doors) == 404)
        }
    }

    @Test func whatDoesNotArriveIsToldAndWhatArrivesIsNothingNew() async throws {
        let house = try SandboxHouse()
        let told = Listening()

        try await house.open(told: told) { doors in
            for user in [WeChatUser.late, .ordinary] {
                try await Self.follow(user, doors)
                guard
                    case .taken(let number) = try await doors.weChat.send(
                        .news(of: "202603020007"), to: user.openID, key: Token(house.world))
                else { throw Missing() }
                _ = try await Self.post("/wechat/deliveries", "", doors)
                let event = try doors.weChat.event(
                    #require(told.last).body, #require(told.last).query)
                #expect(event?.what == (user == .late ? .undelivered(message: number) : nil))
            }
        }
    }

    @Test func refusalsAreTellingAndFaultsAreFaults() async throws {
        let house = try SandboxHouse()
        try await house.open(deadline: .seconds(8), told: Listening()) { doors in
            func send(_ user: WeChatUser) async throws -> WeChatAnswer {
                try await doors.weChat.send(.news(of: "1"), to: user.openID, key: Token(house.world))
            }
            #expect(try await send(.ordinary) == .notFollowing)
            #expect(
                try await doors.weChat.send(.news(of: "1"), to: "oNobody", key: Token(house.world))
                    == .elsewhere)
            for user in [WeChatUser.unwilling, .staleToken, .nameless] { try await Self.follow(user, doors) }
            #expect(try await send(.unwilling) == .unwilling)
            await #expect(throws: PortError.untrustworthy(system: "wechat", reason: "message")) {
                try await send(.nameless)
            }
            // Its token is refused once and renewed; another's each time, and it is asked for once more only.
            guard case .taken = try await send(.staleToken) else { throw Missing() }
            await #expect(throws: PortError.failed(system: "wechat", code: "40001")) {
                try await send(.noToken)
            }
            await #expect(throws: PortError.untrustworthy(system: "wechat", reason: "form")) {
                try await send(.garbled)
            }
            for user in [WeChatUser.busy, .down] {
                await #expect(throws: PortError.failed(system: "wechat", code: "503")) {
                    try await send(user)
                }
            }
            await #expect(throws: PortError.timedOut(system: "wechat")) { try await send(.slow) }
        }
    }

    @Test func afterFiveFaultsWeChatIsLeftAlone() async throws {
        let house = try SandboxHouse()
        try await house.open(told: Listening()) { doors in
            for _ in 1...5 {
                await #expect(throws: PortError.failed(system: "wechat", code: "503")) {
                    try await doors.weChat.send(
                        .news(of: "1"), to: WeChatUser.down.openID, key: Token(house.world))
                }
            }
            await #expect(throws: PortError.resting(system: "wechat")) {
                try await doors.weChat.send(
                    .news(of: "1"), to: WeChatUser.ordinary.openID, key: Token(house.world))
            }
        }
    }

    @Test func aTokenIsAskedForOnceAndAnewBeforeItsEnd() async throws {
        let house = try SandboxHouse()
        let asked = Mutex(0)
        let count: Meddler.Change = { path, answer in
            if path.hasSuffix("/stable_token") { asked.withLock { $0 += 1 } }
            return answer
        }
        // The one on the line hands on paths without their queries, so that every token is wrong.
        try await house.open(altered: count, told: Listening()) { doors in
            await #expect(throws: PortError.failed(system: "wechat", code: "40001")) {
                try await doors.weChat.picture(of: "scene", for: .seconds(300))
            }
            #expect(asked.withLock { $0 } == 2)
        }
        try await house.open(told: Listening()) { doors in
            for _ in 1...3 {
                _ = try await doors.weChat.picture(of: "scene", for: .seconds(300))
                house.clock.advance(by: .seconds(7_200 - 61))
                _ = try await doors.weChat.picture(of: "scene", for: .seconds(300))
                // In its last minute it is not used any more, nor after its end.
                house.clock.advance(by: .seconds(61))
            }
        }
    }

    @Test func otherSecretsAndOtherTemplatesAreRefused() async throws {
        let house = try SandboxHouse()
        try await house.open(told: Listening()) { doors in
            func door(
                secret: String = "the account's secret", app: String = "wx0000000000000001", news: String
            )
                throws -> WeChatConnector
            {
                try house.weChat(
                    doors.base + "/wechat",
                    call: ForeignCall(system: "wechat", client: doors.client, world: house.world),
                    secret: secret, app: app, news: news)
            }
            try await Self.follow(.ordinary, doors)
            for (door, code) in [
                (try door(secret: "another", news: "news-template"), "40125"),
                (try door(app: "wx0000000000000002", news: "news-template"), "40013"),
                (try door(news: "another"), "40037"),
            ] {
                await #expect(throws: PortError.failed(system: "wechat", code: code)) {
                    try await door.send(
                        .news(of: "1"), to: WeChatUser.ordinary.openID, key: Token(house.world))
                }
            }
            await #expect(throws: PortError.failed(system: "wechat", code: "47003")) {
                try await doors.weChat.send(
                    .news(of: "中文"), to: WeChatUser.ordinary.openID, key: Token(house.world))
            }
        }
    }

    /// A picture on her page must lead to WeChat, whoever answers.
    @Test(arguments: [
        #"{"url":"https://elsewhere.example/q/1","ticket":"t"}"#, #"{"ticket":"t"}"#,
        #"{"url":"http://wechat.example/wechat/q/ 1"}"#,
        #"{"url":"http://wechat.example/wechat/q/\#(String(repeating: "1", count: 200))"}"#,
        #"{"errcode":"0"}"#, "[]", "",
    ])
    func anotherAnswerIsNotBelieved(_ text: String) async throws {
        let house = try SandboxHouse()
        let lie: Meddler.Change = { path, answer in
            path.hasSuffix("/stable_token") ? answer : Array(text.utf8)
        }
        try await house.open(altered: lie, told: Listening()) { doors in
            await #expect {
                try await doors.weChat.picture(of: "scene", for: .seconds(300))
            } throws: { error in
                if case PortError.untrustworthy = error { true } else { false }
            }
        }
    }

    @Test(arguments: [
        #"{"access_token":"","expires_in":7200}"#, #"{"access_token":"a&b","expires_in":7200}"#,
        #"{"access_token":"a","expires_in":0}"#, #"{"access_token":"a","expires_in":7201}"#,
        #"{"access_token":"a"}"#, #"{"access_token":"a","access_token":"b","expires_in":7200}"#,
    ])
    func aTokenOfAnotherFormIsNotUsed(_ text: String) async throws {
        let house = try SandboxHouse()
        let lie: Meddler.Change = { path, answer in
            path.hasSuffix("/stable_token") ? Array(text.utf8) : answer
        }
        try await house.open(altered: lie, told: Listening()) { doors in
            await #expect {
                try await doors.weChat.picture(of: "scene", for: .seconds(300))
            } throws: { error in
                if case PortError.untrustworthy = error { true } else { false }
            }
        }
    }

    struct Missing: Error {}

    static func follow(_ user: WeChatUser, _ doors: SandboxHouse.Doors) async throws {
        let address = try await doors.weChat.picture(of: "follow", for: .seconds(300))
        #expect(try await scan(address, user, doors) == 200)
    }

    static func scan(_ address: String, _ user: WeChatUser, _ doors: SandboxHouse.Doors) async throws -> Int {
        let ticket = try #require(address.split(separator: "/").last)
        return try await post("/wechat/q/\(ticket)", "openid=\(user.openID)", doors)
    }

    static func post(_ path: String, _ body: String, _ doors: SandboxHouse.Doors) async throws -> Int {
        var request = HTTPClientRequest(url: doors.base + path)
        request.method = .POST
        request.body = .bytes(Array(body.utf8))
        let response = try await doors.client.answer(to: request, within: .seconds(5))
        _ = try await response.body.collect(upTo: 1_000_000)
        return Int(response.status.code)
    }

    private static func get(_ path: String, _ doors: SandboxHouse.Doors) async throws -> String {
        let response = try await doors.client.answer(
            to: HTTPClientRequest(url: doors.base + path), within: .seconds(5))
        return String(buffer: try await response.body.collect(upTo: 1_000_000))
    }
}
