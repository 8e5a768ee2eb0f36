import Base
import Identity
import Storage
import Support
import Testing
import Vault

@testable import Notices

/// Whose WeChat is bound to an account, and whose never is.
@Suite struct WeChatBindingTests {
    @Test(arguments: TestEngine.available)
    func aPhoneIsBoundByPictureScanAndCode(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        #expect(try await house.bind.standing(for: house.asker) == .none)
        try await house.bind.begin(for: house.asker, requestID: "r")
        let scene = try #require(house.weChat.scenes.last)
        #expect(
            try await house.bind.standing(for: house.asker)
                == .waiting(address: "http://weixin.example/q/" + scene))
        try await house.scan()
        // WeChat tells the same three times where it does not hear us.
        try await house.scan()
        #expect(try await house.bind.standing(for: house.asker) == .scanned(tail: "…aB3_"))
        #expect(house.weChat.sent.isEmpty)
        try await house.bind.claim(for: house.asker, requestID: "r")
        #expect(try await house.bind.standing(for: house.asker) == .asked(tail: "…aB3_"))
        let code = try #require(house.weChat.code)
        #expect(
            code.count == 4 && house.weChat.sent == [.init(message: .code(code), openID: NoticeHouse.openID)])
        #expect(try await house.binding() == nil)
        try await house.bind.confirm("\(code.prefix(2)) \(code.suffix(2))", for: house.asker, requestID: "r")

        let binding = try #require(try await house.binding())
        #expect(
            binding
                == WeChatBinding(
                    citizen: house.citizen, openID: NoticeHouse.openID, channel: .both,
                    boundAt: house.clock.now))
        #expect(try await house.bind.standing(for: house.asker) == .bound(binding, holds: true))
        for act in ["notice.wechat-code", "notice.wechat-bound"] {
            #expect(try await house.acts(act).count == 1)
        }
        for leaf in try await house.leaves() { #expect(!leaf.contains("oEgret")) }
        // The picture and its code are used up.
        try await house.scan(by: NoticeHouse.another)
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.confirm(code, for: house.asker, requestID: "r")
        }
        #expect(try await house.binding() == binding)
    }

    @Test(arguments: TestEngine.available)
    func nothingOfAPhoneStandsInTheClear(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.scan()
        let openID = Array(NoticeHouse.openID.utf8)
        let scenes = try await house.engine.read { db in
            try db.rows("SELECT openid_sealed, scene_hash FROM wechat_scenes").map {
                [try $0.bytes("openid_sealed"), try $0.bytes("scene_hash")]
            }
        }
        try await house.bind.claim(for: house.asker, requestID: "r")
        try await house.bind.confirm(house.weChat.code ?? "", for: house.asker, requestID: "r")
        let bindings = try await house.engine.read { db in
            try db.rows("SELECT openid_sealed, openid_term FROM wechat_bindings").map {
                [try $0.bytes("openid_sealed"), try $0.bytes("openid_term")]
            }
        }
        #expect(scenes.count == 1 && bindings.count == 1)
        for bytes in (scenes + bindings).joined() {
            #expect(bytes.count >= 4 && !String(decoding: bytes, as: UTF8.self).contains("oEgret"))
            #expect(bytes != openID)
        }
        // What was needed to ask her is gone once it is known.
        let left = try await house.engine.read { db in
            try db.rows(
                "SELECT 1 AS one FROM wechat_scenes WHERE openid_sealed IS NOT NULL OR code_hash IS NOT NULL"
            ).count
        }
        #expect(left == 0)
    }

    @Test(arguments: TestEngine.available)
    func anOldPictureBindsNobody(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bind.begin(for: house.asker, requestID: "r")
        house.clock.advance(by: WeChatScene.scanLife)
        try await house.scan()
        #expect(try await house.bind.standing(for: house.asker) == .none)
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.claim(for: house.asker, requestID: "r")
        }

        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.scan()
        try await house.bind.claim(for: house.asker, requestID: "r")
        house.clock.advance(by: WeChatScene.life)
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.confirm(house.weChat.code ?? "", for: house.asker, requestID: "r")
        }
        #expect(try await house.binding() == nil)
    }

    @Test(arguments: TestEngine.available)
    func aPictureIsForThePersonAndTheSessionThatAsked(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        let other = try await NoticeHouse.insert(
            "350205198503129834", "林伟", nil, house.engine, house.vault, house.world)
        let strangers = [
            WeChatAsker(citizen: other, session: other),
            WeChatAsker(citizen: other, session: house.asker.session),
            WeChatAsker(citizen: house.citizen, session: other),
        ]
        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.scan()
        for stranger in strangers {
            #expect(try await house.bind.standing(for: stranger) == .none)
            await #expect(throws: NoticeRefused.weChatOver) {
                try await house.bind.claim(for: stranger, requestID: "r")
            }
        }
        try await house.bind.claim(for: house.asker, requestID: "r")
        for stranger in strangers {
            await #expect(throws: NoticeRefused.weChatOver) {
                try await house.bind.confirm(house.weChat.code ?? "", for: stranger, requestID: "r")
            }
            try await house.bind.drop(for: stranger)
        }
        // A picture of hers makes the earlier one worthless, in whichever session.
        try await house.bind.begin(for: strangers[2], requestID: "r")
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.confirm(house.weChat.code ?? "", for: house.asker, requestID: "r")
        }
        try await house.hear(.scanned(scene: "0123456789abcdefghjkmnpqrs"))
        #expect(try await house.binding() == nil)
    }

    /// The second one may be she or not: nobody knows, so nobody is bound.
    @Test(arguments: TestEngine.available, [false, true])
    func aPictureThatTwoHaveScannedIsWorthNothing(_ engine: TestEngine, isAsked: Bool) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.scan()
        if isAsked { try await house.bind.claim(for: house.asker, requestID: "r") }
        try await house.scan(by: NoticeHouse.another)

        #expect(try await house.bind.standing(for: house.asker) == .none)
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.confirm(house.weChat.code ?? "0000", for: house.asker, requestID: "r")
        }
        try await house.scan()
        #expect(try await house.binding() == nil)
    }

    /// Whoever scans over her shoulder gets a code, and she gets none.
    @Test(arguments: TestEngine.available)
    func whoScansOverHerShoulderIsNotBound(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.scan(by: NoticeHouse.another)
        #expect(try await house.bind.standing(for: house.asker) == .scanned(tail: "…cD4-"))
        try await house.bind.claim(for: house.asker, requestID: "r")
        #expect(house.weChat.sent.last?.openID == NoticeHouse.another)
        let code = try #require(house.weChat.code)
        let wrong = code == "0000" ? "0001" : "0000"
        for _ in 1..<WeChatScene.codeTries {
            await #expect(throws: NoticeRefused.weChatCodeWrong) {
                try await house.bind.confirm(wrong, for: house.asker, requestID: "r")
            }
        }
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.confirm(wrong, for: house.asker, requestID: "r")
        }
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.confirm(code, for: house.asker, requestID: "r")
        }
        // She says so at once: the same.
        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.scan(by: NoticeHouse.another)
        try await house.bind.drop(for: house.asker)
        #expect(try await house.bind.standing(for: house.asker) == .none)
        #expect(try await house.binding() == nil)
    }

    @Test(arguments: TestEngine.available)
    func picturesAreFewWithinAnHour(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        for _ in 1...WeChatScene.perHourMax { try await house.bind.begin(for: house.asker, requestID: "r") }
        try await house.bind.unbind(for: house.asker, requestID: "r")
        await #expect(throws: NoticeRefused.weChatTooOften) {
            try await house.bind.begin(for: house.asker, requestID: "r")
        }
        #expect(house.weChat.scenes.count == WeChatScene.perHourMax)
        house.clock.advance(by: .seconds(3_600))
        try await house.bind.begin(for: house.asker, requestID: "r")
    }

    @Test func aSilentWeChatBindsNobodyAndSaysSo() async throws {
        let house = try await NoticeHouse(.sqlite, hasWeChat: true)
        house.weChat.fallSilent(true)
        await #expect(throws: NoticeRefused.weChatSilent) {
            try await house.bind.begin(for: house.asker, requestID: "r")
        }
        house.weChat.fallSilent(false)
        for answer in [WeChatAnswer.notFollowing, .unwilling, .elsewhere] {
            try await house.bind.begin(for: house.asker, requestID: "r")
            try await house.scan()
            house.weChat.answer(answer)
            await #expect(throws: NoticeRefused.weChatSilent) {
                try await house.bind.claim(for: house.asker, requestID: "r")
            }
            #expect(try await house.bind.standing(for: house.asker) == .none)
            house.weChat.answer(nil)
        }
    }

    @Test(arguments: TestEngine.available)
    func withoutHerConsentNothingGoesOn(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.scan()
        house.consents.lapse(house.citizen)
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.claim(for: house.asker, requestID: "r")
        }
        try await house.bind.agree(for: house.asker, requestID: "r")
        try await house.bind.claim(for: house.asker, requestID: "r")
        house.consents.lapse(house.citizen)
        await #expect(throws: NoticeRefused.weChatOver) {
            try await house.bind.confirm(house.weChat.code ?? "", for: house.asker, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func unbindingAndUnfollowingForgetHerPhone(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat()
        try await house.bind.unbind(for: house.asker, requestID: "r")
        #expect(try await house.binding() == nil)

        let left = house.clock.now
        house.clock.advance(by: .seconds(60))
        try await house.bindWeChat()
        // An old word, told once more, is nothing new; nor is another's.
        try await house.hear(.unfollowed, at: left)
        try await house.hear(.unfollowed, by: NoticeHouse.another)
        #expect(try await house.binding() != nil)
        house.clock.advance(by: .seconds(60))
        try await house.hear(.unfollowed)
        try await house.hear(.unfollowed)

        #expect(try await house.binding() == nil)
        #expect(try await house.acts("notice.wechat-ended").count == 2)
    }

    /// The city's official account has changed: what was bound at the former one is bound anew, in its place.
    @Test(arguments: TestEngine.available)
    func whatIsBoundAtAnotherAccountIsBoundAnew(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        try await house.bindWeChat()
        let former = try #require(try await house.binding())
        house.weChat.answer(.elsewhere)
        try await house.tell(.handedIn)
        _ = try await house.run()
        house.weChat.answer(nil)

        let strange = try #require(try await house.binding())
        #expect(strange.elsewhereSince != nil && strange.boundAt == former.boundAt)
        let bound = BindWeChat.Standing.bound(strange, holds: true)
        let standing = try await house.bind.standing(for: house.asker)
        #expect(standing == bound)
        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.bind.drop(for: house.asker)
        #expect(try await house.bind.standing(for: house.asker) == bound, "given up, all is as before")

        house.clock.advance(by: .seconds(60))
        try await house.bind.begin(for: house.asker, requestID: "r")
        try await house.scan(by: NoticeHouse.another)
        #expect(try await house.bind.standing(for: house.asker) == .scanned(tail: "…cD4-"))
        try await house.bind.claim(for: house.asker, requestID: "r")
        try await house.bind.confirm(house.weChat.code ?? "", for: house.asker, requestID: "r")
        let anew = try #require(try await house.binding())
        #expect(anew.openID == NoticeHouse.another && anew.elsewhereSince == nil)
        // What was said of the former one is nothing to the new one.
        let now = house.clock.now
        try await house.engine.write { db in try WeChatStore.mark(former, elsewhereSince: now, in: db) }
        #expect(try await house.bind.standing(for: house.asker) == .bound(anew, holds: true))
    }

    @Test(arguments: TestEngine.available)
    func onePhoneMayBeToldForTwo(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, hasWeChat: true)
        let other = try await NoticeHouse.insert(
            "350205198503129834", "林伟", nil, house.engine, house.vault, house.world)
        let mother = WeChatAsker(citizen: other, session: other)
        try await house.bindWeChat()
        try await house.bind.begin(for: mother, requestID: "r")
        try await house.scan()
        try await house.bind.claim(for: mother, requestID: "r")
        try await house.bind.confirm(house.weChat.code ?? "", for: mother, requestID: "r")
        let (vault, openID) = (house.vault, NoticeHouse.openID)
        func bound() async throws -> Int {
            try await house.engine.read { db in
                try WeChatStore.bindings(openID: openID, vault: vault, in: db).count
            }
        }
        #expect(try await bound() == 2)
        try await house.hear(.unfollowed)
        #expect(try await bound() == 0)
    }

    @Test func whatIsNotSignedIsNotHeardAndAHouseWithoutAnAccountHearsNothing() async throws {
        let house = try await NoticeHouse(.sqlite, hasWeChat: true)
        try await house.bindWeChat()
        let word = house.weChat.word(
            WeChatEvent(openID: NoticeHouse.openID, at: house.clock.now, what: .unfollowed))
        await #expect(throws: NoticeRefused.weChatUnsigned) {
            try await HearWeChat(parts: house.parts)(word, ["msg_signature": "bad"])
        }
        // What is signed and nothing to us.
        try await HearWeChat(parts: house.parts)(Array("chat".utf8), ["msg_signature": "good"])
        #expect(try await house.binding() != nil)

        let without = try await NoticeHouse(.sqlite)
        await #expect(throws: NoticeRefused.weChatOff) {
            try await HearWeChat(parts: without.parts)(word, ["msg_signature": "good"])
        }
        await #expect(throws: NoticeRefused.weChatOff) {
            try await without.bind.begin(for: without.asker, requestID: "r")
        }
        await #expect(throws: NoticeRefused.weChatOff) {
            try await NoticeChoices(without.parts).send(by: .wechat, to: without.citizen, requestID: "r")
        }
    }
}
