import Base
import Storage
import Support
import Testing
import Vault

@testable import Identity

@Suite struct AccountTests {
    private func house(_ engine: TestEngine = .sqlite) async throws -> IdentityHouse {
        let house = try await IdentityHouse(engine)
        try await house.register()
        return house
    }

    @Test(
        "ASVS 6.4.1: the code of a terminal opens an account once, for ten minutes",
        arguments: TestEngine.available)
    func theCodeOfATerminalOpensOnce(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let code = try await house.makeCode()
        #expect(code.count == 14)
        _ = try await house.accounts.activate(code.uppercased(), language: .english, requestID: "r")
        await #expect(throws: AccountRefused.activationUnknown) {
            try await house.accounts.activate(code, language: .english, requestID: "r")
        }
        let old = try await house.makeCode()
        let new = try await house.makeCode()
        await #expect(throws: AccountRefused.activationUnknown) {
            try await house.accounts.activate(old, language: .english, requestID: "r")
        }
        house.clock.advance(by: .seconds(600))
        await #expect(throws: AccountRefused.activationUnknown) {
            try await house.accounts.activate(new, language: .english, requestID: "r")
        }
    }

    @Test(
        "ASVS 6.4.4: a lost phone is shut out at a terminal, with the card alone",
        arguments: TestEngine.available)
    func aLostPhoneIsShutOut(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let signedIn = try await house.signIn(totp)
        _ = try await house.makeCode(reset: true)
        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.current(token: signedIn.token)
        }
        await #expect(throws: AccountRefused.notRight) { try await house.first() }
        #expect(try await house.notices().last == "reset")
        #expect(
            house.shutOut.told == ["\(signedIn.session.citizen.rawValue) lost r"],
            "what others let her in by goes too")
    }

    @Test("ASVS 7.5.1: a change of how she signs in asks for a proof of the last ten minutes")
    func aChangeAsksForAFreshProof() async throws {
        let house = try await house()
        let totp = try await house.enrolled()
        let session = try await house.signIn(totp).session
        house.clock.advance(by: AccountSession.proofFreshFor + .seconds(1))
        await #expect(throws: AccountRefused.proofStale) {
            // The order of messages of one moment is chance.
            house.clock.advance(by: .seconds(1))
            try await house.accounts.manage.setPassword("another-long-word", in: session, requestID: "r")
        }
        await #expect(throws: AccountRefused.proofStale) {
            try await house.accounts.manage.beginTOTP(in: session, requestID: "r")
        }
        let again = try await house.accounts.signIn.proveAgain(
            IdentityHouse.password, code: house.code(totp), in: session, device: nil,
            requestID: "r")
        try await house.accounts.manage.setPassword("another-long-word", in: again.session, requestID: "r")
        await #expect(throws: AccountRefused.signedOut, "the token before is nothing") {
            try await house.accounts.current(token: again.token + "x")
        }
    }

    @Test(
        "ASVS 7.4.3: a new password ends every other session, and she is told",
        arguments: TestEngine.available)
    func aNewPasswordEndsOtherSessions(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let other = try await house.signIn(totp)
        let session = try await house.signIn(totp).session
        // The order of messages of one moment is chance.
        house.clock.advance(by: .seconds(1))
        try await house.accounts.manage.setPassword("another-long-word", in: session, requestID: "r")
        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.current(token: other.token)
        }
        #expect(try await house.notices().last == "way-added")
        await #expect(throws: AccountRefused.notRight) { try await house.first() }
        _ = try await house.first(password: "another-long-word")
    }

    @Test(
        "ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.9, 6.2.11, 6.2.12: long, on no list, and not her own data",
        arguments: [
            ("short", PasswordRule.Weakness.short), ("123456789", .short), ("aaaaaaaaaaaa", .simple),
            ("1234567890123", nil), ("abcdefghijkl", .simple), ("CorrectHorseBattery", .known),
            ("王小明王小明王小明王小明", .personal), ("13800138000", .personal), ("19900307-13800138000", .personal),
            ("ein-langes-wort-genug", nil), ("一句很长的话谁也猜不到", nil), ("with spaces is fine", nil),
        ])
    func passwords(_ password: String, _ weakness: PasswordRule.Weakness?) throws {
        let rule = PasswordRule(known: ["correcthorsebattery"])
        let owner = Citizen(
            id: Token(.frozen()), number: try CitizenNumber(IdentityHouse.number()), name: "王小明",
            phone: Phone("13800138000"))
        #expect(rule.weakness(of: password, owner: owner) == weakness)
        #expect(rule.weakness(of: String(repeating: "长话", count: 65), owner: owner) == .long)
    }

    @Test("ASVS 6.3.4: a sign-in by message changes nothing about how she signs in")
    func aSignInByMessageChangesNothing() async throws {
        let house = try await house()
        try await house.enrolled()
        let first = try await house.first()
        try await house.accounts.signIn.sendCode(in: first, requestID: "r")
        let basic = try await house.accounts.signIn.code(
            house.messages.sent.last?.code ?? "", in: first, device: nil, requestID: "r"
        ).session
        await #expect(throws: AccountRefused.levelTooLow) {
            try await house.accounts.manage.setPassword("another-long-word", in: basic, requestID: "r")
        }
        await #expect(throws: AccountRefused.levelTooLow) {
            try await house.accounts.manage.beginTOTP(in: basic, requestID: "r")
        }
        await #expect(throws: AccountRefused.levelTooLow) {
            try await house.accounts.manage.offerPasskey(in: basic)
        }
    }

    @Test(
        "ASVS 7.4.1: what was in flight when everything began anew comes too late",
        arguments: TestEngine.available)
    func whatWasInFlightComesTooLate(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let thief = try await house.signIn(totp).session
        let visit = try await house.begin("t-9").session
        try await house.accounts.phone.ask(in: visit, requestID: "r")
        guard case .waiting(let code) = try await house.accounts.phone.standing(in: visit) else { return }
        try await house.accounts.phone.decide(true, code: code, by: thief, requestID: "r")
        _ = try await house.makeCode(reset: true)

        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.manage.setPassword("another-long-word", in: thief, requestID: "r")
        }
        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.manage.beginTOTP(in: thief, requestID: "r")
        }
        await #expect(throws: AccountRefused.visitUnknown) {
            try await house.accounts.phone.complete(in: visit, requestID: "r")
        }
        let next = try await house.begin("t-10").session
        try await house.accounts.phone.ask(in: next, requestID: "r")
        guard case .waiting(let late) = try await house.accounts.phone.standing(in: next) else {
            Issue.record("no code is shown")
            return
        }
        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.phone.decide(true, code: late, by: thief, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func aPersonWithAnAccountCanBeErased(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.signIn(house.enrolled()).session
        let vault = house.vault
        try await house.engine.write { db in
            try IdentityRetentionStore.erase(session.citizen, vault: vault, in: db)
        }
        #expect(try await house.citizens() == 0)
        await #expect(throws: AccountRefused.notRight) { try await house.first() }
    }

    @Test func aKeyOfAnotherSignInIsNotConfirmed() async throws {
        let house = try await house()
        let totp = try await house.enrolled()
        let thief = try await house.signIn(totp).session
        try await house.accounts.manage.beginTOTP(in: thief, requestID: "r")
        let planted = try #require(await house.accounts.manage.waitingTOTP(in: thief))
        let hers = try await house.signIn(totp).session
        #expect(try await house.accounts.manage.waitingTOTP(in: hers) == nil)
        await #expect(throws: AccountRefused.codeWrong) {
            try await house.accounts.manage.confirmTOTP(house.code(planted), in: hers, requestID: "r")
        }
    }

    @Test func theLastWayStays() async throws {
        let house = try await house()
        let totp = try await house.enrolled()
        let session = try await house.signIn(totp).session
        let ways = try await house.accounts.manage.standing(of: session).factors
        let password = try #require(ways.first { $0.kind == .password })
        await #expect(throws: AccountRefused.lastWay) {
            try await house.accounts.manage.revoke(password.id, in: session, requestID: "r")
        }
        let key = try #require(ways.first { $0.kind == .totp })
        try await house.accounts.manage.revoke(key.id, in: session, requestID: "r")
        await #expect(throws: AccountRefused.unknownWay) {
            try await house.accounts.manage.revoke(key.id, in: session, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func nobodyTouchesAnothersWays(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        try await house.register(2, name: "林阿美", phone: "13900139000")
        let hers = try await house.signIn(house.enrolled()).session
        let card = IdentityHouse.card(2, name: "林阿美")
        let visit = try await house.claimed(card, terminal: "t-2")
        let other = try await house.confirm(house.send(in: visit), in: visit).session
        let code = try await house.accounts.activate.makeCode(for: other, reset: false, requestID: "r")
        let (token, _) = try await house.accounts.activate(code, language: .english, requestID: "r")
        let session = try await house.accounts.current.settingUp(token: token)
        for way in try await house.accounts.manage.standing(of: hers).factors {
            await #expect(throws: AccountRefused.unknownWay) {
                try await house.accounts.manage.revoke(way.id, in: session, requestID: "r")
            }
        }
        #expect(try await house.accounts.manage.standing(of: hers).factors.count == 2)
    }

    @Test(arguments: TestEngine.available)
    func aNoticeComesHoweverTheGatewayIs(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        _ = try await house.makeCode()
        let jobs = try await house.engine.read { db in try JobStore.list(.waiting, in: db) }
        let job = try #require(jobs.first { $0.kind == "account.notice" })
        house.messages.isDown = true
        await #expect(throws: JobPostponed.self) { try await house.accounts.notices.run(job) }
        house.messages.isDown = false
        try await house.accounts.notices.run(job)
        #expect(house.messages.sent.last?.phone == "13800138000")
        #expect(house.messages.sent.last?.text.contains("王") == false)
        // Her number went out once, and she finds that it did.
        let about = try await house.engine.read { db in
            try db.rows("SELECT leaf_bytes, subject FROM audit_pending").filter {
                String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self).contains("\"message.sent\"")
            }.map { try $0.bytesIfPresent("subject") != nil }
        }
        #expect(about == [true])
    }

    @Test(
        "She is told in the language in which she spoke last, and of a new sign-in not in that sign-in's",
        arguments: TestEngine.available)
    func sheIsToldInTheLanguageInWhichSheSpokeLast(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let first = try await house.accounts.signIn.password(
            IdentityHouse.number(), IdentityHouse.password, device: nil, language: .minnan, requestID: "r")
        house.clock.advance(by: .seconds(30))
        _ = try await house.accounts.signIn.totp(
            house.code(totp), in: house.accounts.current.first(token: first), device: nil, requestID: "r")
        func told() async throws -> [String] {
            let before = house.messages.sent.count
            for job in try await house.engine.read({ db in try JobStore.list(.waiting, in: db) }) {
                try await house.accounts.notices.run(job)
            }
            return house.messages.sent.dropFirst(before).map(\.text)
        }

        // Whoever signed in just now may be a stranger.
        let fresh = try await told()
        #expect(fresh.contains { $0.contains("A way to sign in was set up") }, "\(fresh)")
        #expect(fresh.contains { $0.contains("a browser new to us") }, "\(fresh)")

        house.clock.advance(by: AccountParts.settleDefault + .seconds(60))
        let minnan = try await told()
        #expect(minnan.contains { $0.contains("新設一種登入方式") }, "\(minnan)")

        house.clock.advance(by: .seconds(60))
        _ = try await house.identified(terminal: "t-3")
        let english = try await told()
        #expect(english.contains { $0.contains("A way to sign in was set up") }, "\(english)")
    }

    @Test(arguments: TestEngine.available)
    func whoHasNeverSpokenIsToldInMandarin(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let (vault, number) = (house.vault, try CitizenNumber(IdentityHouse.number()))
        let job = try await house.engine.write { [world = house.world] db in
            let person = try #require(try CitizenStore.find(number, vault: vault, in: db))
            try AccountNotice.enqueue(.actedFor, for: person.id, world, in: db)
            return try #require(try JobStore.list(.waiting, in: db).first)
        }

        try await house.accounts.notices.run(job)

        #expect(house.messages.sent.last?.text.contains("替您办事") == true)
    }

    @Test(
        "ASVS 6.4.1: the code of a terminal is for setting up, and opens nothing else",
        arguments: TestEngine.available)
    func theCodeOfATerminalIsForSettingUpAlone(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let (token, _) = try await house.accounts.activate(
            house.makeCode(), language: .english, requestID: "r")

        await #expect(throws: AccountRefused.signedOut) { try await house.accounts.current(token: token) }
        let session = try await house.accounts.current.settingUp(token: token)
        #expect(session.isForSetUp)
        try await house.accounts.manage.setPassword(IdentityHouse.password, in: session, requestID: "r")
        await #expect(throws: AccountRefused.signedOut, "a way set up is not yet a way used") {
            try await house.accounts.current(token: token)
        }
    }

    @Test(
        "ASVS 6.3.1: who guesses elsewhere does not keep her from proving herself in a browser she uses",
        arguments: TestEngine.available)
    func aProofInHerBrowserIsCountedApart(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let hers = try await house.signIn(totp)
        let device = try #require(hers.device)
        house.clock.advance(by: .seconds(30))
        let first = try await house.first()
        let right = house.code(totp)
        let wrong = right == "000000" ? "111111" : "000000"
        for _ in 0...Throttle.freeTries {
            await #expect(throws: AccountRefused.self) {
                try await house.accounts.signIn.totp(wrong, in: first, device: nil, requestID: "r")
            }
        }
        await #expect(throws: AccountRefused.wait(seconds: 31)) {
            try await house.accounts.signIn.proveAgain(
                IdentityHouse.password, code: right, in: hers.session, device: nil, requestID: "r")
        }
        _ = try await house.accounts.signIn.proveAgain(
            IdentityHouse.password, code: right, in: hers.session, device: device, requestID: "r")
    }

    @Test(
        "ASVS 10.5.5: a session that the portal vouches for begins together with what finds it again, or not at all",
        arguments: TestEngine.available)
    func aVouchedSessionBeginsWholeOrNotAtAll(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let citizen = try await house.activated().citizen
        let sessions = {
            try await house.engine.read { db in try AccountSessionStore.open(of: citizen, in: db).count }
        }
        let before = try await sessions()
        await #expect(throws: SQLError.full) {
            try await house.accounts.beginVouched(
                citizen, level: .substantial, authenticatedAt: house.clock.now, language: .english,
                requestID: "r", also: { _, _ in throw SQLError.full })
        }
        #expect(try await sessions() == before)
        #expect(try await house.acts("account.signed-in") == 0)
    }
}
