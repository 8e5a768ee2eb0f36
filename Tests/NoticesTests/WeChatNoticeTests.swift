import Base
import Storage
import Support
import Testing

@testable import Notices

/// Which way a notice goes, and what WeChat learns of it.
@Suite struct WeChatNoticeTests {
    @Test(arguments: TestEngine.available)
    func weChatLearnsTheNumberAndNothingElse(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, phone: nil, hasWeChat: true)
        try await house.bindWeChat()
        for kind in NoticeKind.allCases { try await house.tell(kind) }
        _ = try await house.run()

        #expect(
            house.weChat.sent.dropFirst()
                == Array(
                    repeating: .init(message: .news(of: "202603020007"), openID: NoticeHouse.openID),
                    count: NoticeKind.allCases.count)[...])
        #expect(house.messages.texts.isEmpty)
        #expect(try await house.outcomes() == Array(repeating: .sent, count: NoticeKind.allCases.count))
        for leaf in try await house.acts("case.told") { #expect(leaf.contains("\"wechat\"")) }
    }

    @Test(arguments: TestEngine.available, NoticeChannel.allCases)
    func itGoesTheWayThatSheWants(_ engine: TestEngine, channel: NoticeChannel) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat(channel)
        try await house.tell(.handedIn)
        _ = try await house.run()

        #expect(house.messages.texts.count == (channel == .sms ? 1 : 0))
        #expect(try await house.ways() == [channel == .sms ? .sms : .wechat])
        // Whose consent has run out, or was taken back, is told by SMS.
        house.consents.lapse(house.citizen)
        try await house.tell(.overdue)
        _ = try await house.run()
        #expect(house.messages.texts.count == (channel == .sms ? 2 : 1))
    }

    @Test(arguments: TestEngine.available, [WeChatAnswer.unwilling, .notFollowing, .elsewhere, nil])
    func whereWeChatFailsItGoesBySMSAtOnce(_ engine: TestEngine, answer: WeChatAnswer?) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat()
        house.weChat.fallSilent(answer == nil)
        house.weChat.answer(answer)
        try await house.tell(.handedIn)
        _ = try await house.run()

        #expect(house.messages.texts.count == 1)
        #expect(try await house.outcomes() == [.sent])
        #expect(try await house.ways() == [.sms])
        #expect(try await (house.binding() == nil) == (answer == .notFollowing))
    }

    /// It may be a slip of ours: nobody is forgotten for it, and it is over when WeChat takes a message again.
    @Test(arguments: TestEngine.available)
    func whatIsBoundAtAnotherAccountIsSaidUntilWeChatTakesAMessage(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat(.wechat)
        func isElsewhere() async throws -> Bool {
            try await NoticeChoices(house.parts).view(of: house.citizen).isElsewhere
        }
        for (answer, expected) in [
            (WeChatAnswer.elsewhere, true), (.elsewhere, true), (.unwilling, false), (.elsewhere, true),
            (nil, false),
        ] {
            house.weChat.answer(answer)
            try await house.tell(.handedIn)
            _ = try await house.run()
            #expect(try await isElsewhere() == expected)
        }
        #expect(house.messages.texts.isEmpty, "she wants them by WeChat alone")
        #expect(try await house.binding()?.channel == .wechat)
    }

    /// Without a phone there is no other way: a silence is waited for, also with what a law wants told, and a no is a no.
    @Test(arguments: TestEngine.available)
    func whoHasNoPhoneIsToldWhenWeChatIsBack(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, phone: nil, hasWeChat: true)
        try await house.bindWeChat(.both)
        house.weChat.fallSilent(true)
        for kind in [NoticeKind.handedIn, .decided] { try await house.tell(kind) }
        _ = try await house.run()
        #expect(try await house.outcomes() == [nil, nil])

        house.weChat.fallSilent(false)
        house.clock.advance(by: .seconds(61))
        _ = try await house.run()
        #expect(try await house.outcomes() == [.sent, .sent])
        house.weChat.answer(.unwilling)
        try await house.tell(.overdue)
        _ = try await house.run()
        #expect(try await Set(house.outcomes()) == [.sent, .refused])
    }

    @Test(arguments: TestEngine.available)
    func byWeChatAloneOnlyWhatALawWantsGoesBySMS(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat(.wechat)
        house.weChat.answer(.unwilling)
        for kind in [NoticeKind.handedIn, .decided] { try await house.tell(kind) }
        _ = try await house.run()
        #expect(house.messages.texts.count == 1)
        #expect(try await Set(house.outcomes()) == [.refused, .sent])

        house.weChat.answer(nil)
        house.weChat.fallSilent(true)
        try await house.tell(.overdue)
        _ = try await house.run()
        #expect(house.messages.texts.count == 1, "it waits")
        #expect(try await house.outcomes().contains(nil))
        house.weChat.fallSilent(false)
        house.clock.advance(by: .seconds(61))
        _ = try await house.run()
        #expect(try await !house.outcomes().contains(nil))
        #expect(house.messages.texts.count == 1)
    }

    @Test(arguments: TestEngine.available)
    func whatWeChatTookAndDidNotBringIsToldOnceMore(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(
            engine, receivers: NoticeHouse.receivers("city"), hasWeChat: true)
        try await house.bindWeChat()
        try await house.tell(.decided)
        _ = try await house.run()
        #expect(house.messages.texts.isEmpty)
        for _ in 1...3 { try await house.hear(.undelivered(message: 2)) }
        try await house.hear(.undelivered(message: 7))
        _ = try await house.run()
        try await house.hear(.undelivered(message: 2))
        _ = try await house.run()

        #expect(house.messages.texts.count == 1)
        #expect(house.weChat.sent.count == 2, "the code and the notice")
        #expect(try await house.ways() == [.sms])
        try await house.runHooks()
        #expect(house.hooks.posts.count == 1)
    }

    /// WeChat may tell that it failed before we have written down that it took it.
    @Test(arguments: TestEngine.available, [NoticeChannel.both, .wechat])
    func whatWeChatTellsTooSoonIsNotLost(_ engine: TestEngine, channel: NoticeChannel) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat(channel)
        house.weChat.hasten { message in
            for _ in 1...3 { try await house.hear(.undelivered(message: message)) }
            try await house.hear(.undelivered(message: message + 1_000))
        }
        try await house.tell(.handedIn)
        _ = try await house.run()
        _ = try await house.run()

        #expect(house.weChat.sent.count == 2, "the code and the notice")
        #expect(house.messages.texts.count == (channel == .both ? 1 : 0))
        #expect(try await house.outcomes() == [channel == .both ? .sent : .refused])
        #expect(try await house.ways() == [channel == .both ? .sms : .wechat])
        #expect(try await house.unmatched() == 1, "what was known is forgotten, and the stranger waits")

        // Told late as well as soon, it is told once.
        try await house.hear(.undelivered(message: 2))
        _ = try await house.run()
        #expect(house.messages.texts.count == (channel == .both ? 1 : 0))
    }

    @Test(arguments: TestEngine.available)
    func whatBelongsToNoMessageGoesWithTheCodes(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.hear(.undelivered(message: 7))
        let (engine, now) = (house.engine, house.clock.now)
        for (before, left) in [(now, 1), (now + .milliseconds(1), 0)] {
            try await engine.write { db in
                for forgetter in WeChatStore.forgetters {
                    for key in try forgetter.due(before, "", 10, db) {
                        _ = try forgetter.forget(key, before, db)
                    }
                }
            }
            #expect(try await house.unmatched() == left)
        }
    }

    @Test(arguments: TestEngine.available)
    func byWeChatAloneWhatDidNotArriveStandsInHerAccount(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat(.wechat)
        try await house.tell(.handedIn)
        _ = try await house.run()
        for _ in 1...2 { try await house.hear(.undelivered(message: 2)) }
        _ = try await house.run()

        #expect(house.messages.texts.isEmpty)
        #expect(try await house.outcomes() == [.refused])
        #expect(try await house.acts("case.told").count == 2)
    }

    @Test(arguments: TestEngine.available)
    func theNightIsQuietOnWeChatToo(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat()
        house.clock.advance(by: .seconds(15 * 3_600))
        try await house.tell(.overdue)
        _ = try await house.run()
        #expect(house.weChat.sent.count == 1)
        house.clock.advance(by: .seconds(8 * 3_600))
        _ = try await house.run()
        #expect(house.weChat.sent.count == 2)
    }

    @Test(arguments: TestEngine.available)
    func whoIsErasedIsForgottenHereToo(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat()
        let citizen = house.citizen
        try await house.engine.write { db in try NoticeStore.erase(citizen, in: db) }
        let rows = try await house.engine.read { db in
            try db.rows(
                "SELECT 1 AS one FROM wechat_bindings UNION ALL SELECT 1 AS one FROM wechat_scenes"
            ).count
        }
        #expect(rows == 0)
    }

    @Test(arguments: TestEngine.available)
    func whatWasToldBeforeThereWasASecondWayStays(_ engine: TestEngine) async throws {
        let before = NoticesMigrations.all.prefix { $0.id < "0156" }
        let engine = try await engine.make(Array(before))
        try await engine.write { db in
            for (id, outcome, told) in [("a", "sent", 2), ("b", nil, nil)] as [(String, String?, Int64?)] {
                try db.run(
                    """
                    INSERT INTO case_notices (id, citizen_id, case_number, service, kind, language, made_at_ms,
                        outcome, told_at_ms)
                    VALUES (\(id), 'c', 'n', 's', 'accepted' || \(id), 'en', 1, \(outcome), \(told))
                    """)
            }
        }
        _ = try await Migrator(engine: engine, migrations: NoticesMigrations.all, world: .frozen()).run()
        let kept = try await engine.read { db in
            try db.rows("SELECT id, outcome, way, told_at_ms FROM case_notices ORDER BY id").map {
                [
                    try $0.text("id"), try $0.textIfPresent("outcome") ?? "-",
                    try $0.textIfPresent("way") ?? "-",
                    try $0.intIfPresent("told_at_ms").map(String.init) ?? "-",
                ]
            }
        }
        #expect(kept == [["a", "sent", "-", "2"], ["b", "-", "-", "-"]])
    }
}

extension NoticeHouse {
    func unmatched() async throws -> Int {
        try await engine.read { db in try db.rows("SELECT message FROM wechat_undelivered").count }
    }

    func ways() async throws -> [CaseNotice.Way?] {
        let citizen = citizen
        return try await engine.read { db in
            try NoticeStore.all(of: citizen, limit: 50, in: db).map(\.way)
        }
    }
}
