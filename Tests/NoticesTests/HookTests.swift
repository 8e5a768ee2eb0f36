import AsyncHTTPClient
import Base
import Connectors
import Foundation
import NIOCore
import Storage
import Support
import Testing
import Vault

@testable import Notices

/// What receivers are told, and that each of them harms only itself.
@Suite struct HookTests {
    @Test(arguments: TestEngine.available)
    func eachReceiverGetsTheKindsThatItWants(_ engine: TestEngine) async throws {
        let list = NoticeHouse.list([
            NoticeHouse.entry("all"), NoticeHouse.entry("late", kinds: [.overdue]),
        ])
        let house = try await NoticeHouse(engine, receivers: HookReceivers(json: list.bytes))
        try await house.tell(.decided)
        try await house.tell(.overdue)
        _ = try await house.run()
        try await house.runHooks()

        #expect(house.hooks.posts.map(\.receiver).sorted() == ["all", "all", "late"])
        for post in house.hooks.posts {
            let message = try #require(JSONValue(post.body))
            #expect(message["data"]?["caseNumber"]?.text == NoticeHouse.number)
            #expect(message["data"]?.object?.keys.sorted() == ["caseNumber", "service"])
            let text = String(decoding: post.body, as: UTF8.self)
            #expect(
                !text.contains("陈静") && !text.contains("138000") && !text.contains(house.citizen.rawValue))
        }
        #expect(try await house.leaves().count { $0.contains("\"case.passed-on\"") } == 3)
    }

    /// Who acts for a case's person and the person herself are told of one event; a receiver is told once, by the person's.
    @Test(arguments: TestEngine.available)
    func whatIsToldToBothIsPassedOnOnce(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, receivers: NoticeHouse.receivers("city"))
        house.readers.become(.told(house.citizen, forAnother: true))
        for kind in NoticeKind.allCases { try await house.tell(kind) }
        _ = try await house.run()
        try await house.runHooks()
        #expect(house.hooks.posts.count == NoticeKind.allCases.count { !$0.isToldToBoth })

        house.readers.become(nil)
        try await house.tell(.withdrawn)
        _ = try await house.run()
        try await house.runHooks()
        let last = try #require(house.hooks.posts.last)
        #expect(String(decoding: last.body, as: UTF8.self).contains("withdrawn"))
    }

    @Test(arguments: TestEngine.available)
    func aReceiverThatIsDownIsTriedLessAndLessOftenAndThenShown(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, receivers: NoticeHouse.receivers("down", "well"))
        house.hooks.answer(0, at: "down")
        try await house.tell(.decided)
        _ = try await house.run()
        var moments: [Instant] = []
        for _ in 1...(2 * 86_400 / 600) {
            let before = house.hooks.posts.count { $0.receiver == "down" }
            try await house.runHooks()
            if house.hooks.posts.count(where: { $0.receiver == "down" }) > before {
                moments.append(house.clock.now)
            }
            house.clock.advance(by: .seconds(600))
        }

        // Every try is the same message with a signature of its own moment.
        let tries = house.hooks.posts.filter { $0.receiver == "down" }
        #expect(tries.count == HookJob.triesMax)
        #expect(Set(tries.map { $0.headers["webhook-id"] ?? "" }).count == 1)
        #expect(Set(tries.map { $0.headers["webhook-signature"] ?? "" }).count == tries.count)
        let waits = zip(moments.dropFirst(), moments).map { $0.since($1) }
        let last = try #require(waits.last)
        #expect(last > .seconds(3 * 3_600), "\(waits)")
        #expect(try await house.jobs(.dead).map(\.kind) == ["notice.hook.down"])
        #expect(house.gaveUp.all == ["down"])
        // Nobody else has noticed.
        #expect(house.hooks.posts.count { $0.receiver == "well" } == 1)
        #expect(house.messages.texts.count == 1)
    }

    /// A gateway is silent for longer than it is remembered which jobs are done.
    @Test(arguments: TestEngine.available)
    func whatWaitsForItsPersonIsPassedOnOnce(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, receivers: NoticeHouse.receivers("city"))
        house.messages.fallSilent(true)
        try await house.tell(.decided)
        _ = try await house.run()
        try await house.runHooks()
        #expect(house.hooks.posts.count == 1)

        house.clock.advance(by: .seconds(40 * 86_400))
        let now = house.clock.now
        let forgotten = try await house.engine.write { db in try JobStore.forgetDone(before: now, in: db) }
        house.messages.fallSilent(false)
        _ = try await house.run()
        try await house.runHooks()

        #expect(forgotten == 1)
        #expect(house.hooks.posts.count == 1)
        #expect(try await house.outcomes() == [.sent])
    }

    @Test(arguments: [301, 400, 404, 500, 503])
    func anythingButAYesIsTriedAgain(_ status: Int) async throws {
        let house = try await NoticeHouse(.sqlite, receivers: NoticeHouse.receivers("city"))
        house.hooks.answer(status, at: "city")
        try await house.tell(.decided)
        _ = try await house.run()
        try await house.runHooks()
        #expect(try await house.jobs(.waiting).map(\.kind) == ["notice.hook.city"])
        house.hooks.answer(200, at: "city")
        house.clock.advance(by: .seconds(60))
        try await house.runHooks()
        #expect(try await house.jobs(.waiting).isEmpty && house.gaveUp.all.isEmpty)
    }

    @Test func whoIsGoneIsNotAskedAgain() async throws {
        let house = try await NoticeHouse(.sqlite, receivers: NoticeHouse.receivers("city"))
        house.hooks.answer(410, at: "city")
        try await house.tell(.decided)
        _ = try await house.run()
        try await house.runHooks()
        house.clock.advance(by: .seconds(86_400))
        try await house.runHooks()
        #expect(house.hooks.posts.count == 1)
        #expect(house.gaveUp.all == ["city"])
    }

    @Test(arguments: [
        ("", "the file is an object"), ("{\"receivers\":[1]}", "is no object"),
        ("{\"receivers\":[],\"more\":1}", "the file is an object"),
    ])
    func aBrokenFileIsRefusedWithItsReason(_ text: String, reason: String) {
        #expect {
            try HookReceivers(json: Array(text.utf8))
        } throws: { "\($0)".contains(reason) }
    }

    @Test(arguments: [
        ("url", "http://city.example/hooks", "https://"), ("url", "https://u:p@city.example/", "https://"),
        ("url", "ftp://city.example/", "https://"), ("url", "https://city.example/\nX", "https://"),
        ("id", "City", "a-z"), ("id", "", "a-z"), ("more", "x", "no others"),
    ])
    func aBrokenRegistrationIsRefusedWithItsReason(_ member: String, value: String, reason: String) {
        let entry = NoticeHouse.entry("city", [member: .text(value)])
        #expect {
            try HookReceivers(json: NoticeHouse.list([entry]).bytes)
        } throws: { "\($0)".contains(reason) }
    }

    @Test func secretsAndKindsAreChecked() {
        let short = "whsec_" + Data(repeating: 1, count: 23).base64EncodedString()
        for (change, reason) in [
            (["secrets": [.text(short)]], "24 to 64"), (["secrets": ["secret"]], "24 to 64"),
            (["secrets": []], "one secret"), (["kinds": []], "list"), (["kinds": ["all"]], "handed-in"),
        ] as [([String: JSONValue], String)] {
            #expect {
                try HookReceivers(
                    json: NoticeHouse.list([NoticeHouse.entry("city", change)]).bytes)
            } throws: { "\($0)".contains(reason) }
        }
        #expect {
            try HookReceivers(
                json: NoticeHouse.list([NoticeHouse.entry("a"), NoticeHouse.entry("a")]).bytes)
        } throws: { "\($0)".contains("twice") }
    }

    /// The worked example of the specification, and another program's word for ours.
    @Test func theSignatureIsThatOfStandardWebhooks() throws {
        let key = try #require(Data(base64Encoded: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let headers = HookMessage.headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: Array(#"{"test": 2432232314}"#.utf8),
            keys: [[UInt8](key)], at: Instant(milliseconds: 1_614_265_330_000))
        #expect(headers.last?.1 == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["EGRET_VENV"] != nil))
    func theReferenceImplementationTakesItUnderEitherKey() async throws {
        let entry = NoticeHouse.entry(
            "city", ["secrets": [.text(NoticeHouse.secret), .text(NoticeHouse.second)]])
        let receiver = try #require(
            try HookReceivers(json: NoticeHouse.list([entry]).bytes).all.first)
        let world = World.live
        let service = try #require(ServiceIDs.endorsement)
        let message = HookMessage(
            CaseNotice(
                id: Token(world), citizen: Token(world), caseNumber: NoticeHouse.number, service: service,
                kind: .decided, language: .english, madeAt: world.now()))
        let headers = HookMessage.headers(
            id: message.id, body: message.body, keys: receiver.keys, at: world.now())
        let hook: JSONValue = [
            "body": .text(String(decoding: message.body, as: UTF8.self)),
            "headers": .object(Dictionary(uniqueKeysWithValues: headers.map { ($0.0, .text($0.1)) })),
        ]
        let (status, output) = try await Python.run(
            "notices/verify.py",
            [String(decoding: hook.bytes, as: UTF8.self), NoticeHouse.secret, NoticeHouse.second])
        #expect(status == 0, "\(output)")
        #expect(output == "case.decided\ncase.decided\n")
    }
}
