import Base
import Storage
import Passkeys
import Support
import Testing
import Vault

@testable import Identity

@Suite struct SignInTests {
    private func house(_ engine: TestEngine = .sqlite) async throws -> IdentityHouse {
        let house = try await IdentityHouse(engine)
        try await house.register()
        return house
    }

    @Test("ASVS 6.3.3: nobody is signed in without two factors", arguments: TestEngine.available)
    func twoFactorsOpenAnAccount(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let token = try await house.accounts.signIn.password(
            IdentityHouse.number(), IdentityHouse.password, device: nil, language: .english, requestID: "r")
        await #expect(throws: AccountRefused.signedOut) { try await house.accounts.current(token: token) }

        let first = try await house.accounts.current.first(token: token)
        let signedIn = try await house.accounts.signIn.totp(
            house.code(totp), in: first, device: nil, requestID: "r")

        #expect(signedIn.session.level == .substantial)
        #expect(try await house.accounts.current(token: signedIn.token).citizen == first.citizen)
        #expect(try await house.notices().last == "new-browser")
    }

    @Test(
        "ASVS 7.2.4: every proof gives a new token, and the old one is nothing",
        arguments: TestEngine.available)
    func everyProofGivesANewToken(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let token = try await house.accounts.signIn.password(
            IdentityHouse.number(), IdentityHouse.password, device: nil, language: .english, requestID: "r")
        let first = try await house.accounts.current.first(token: token)
        let signedIn = try await house.accounts.signIn.totp(
            house.code(totp), in: first, device: nil, requestID: "r")

        #expect(signedIn.token != token)
        await #expect(throws: AccountRefused.startAgain) {
            try await house.accounts.current.first(token: token)
        }
        await #expect(throws: AccountRefused.signedOut) { try await house.accounts.current(token: token) }
    }

    @Test("ASVS 6.5.1: a code counts once, whoever comes first", arguments: TestEngine.available)
    func aCodeOfTheAuthenticatorCountsOnce(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        var firsts: [AccountSession] = []
        for _ in 1...6 { firsts.append(try await house.first()) }
        let code = house.code(totp)
        let good = await withTaskGroup(of: Bool.self) { group in
            for first in firsts {
                group.addTask {
                    (try? await house.accounts.signIn.totp(code, in: first, device: nil, requestID: "r"))
                        != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(good == 1)
    }

    @Test("ASVS 6.5.5: a code is good for its thirty seconds and ten more, by the server's clock")
    func aCodeIsGoodForItsStep() async throws {
        let totp = TOTP(key: Array("12345678901234567890".utf8))
        let start = Instant(milliseconds: 60_000)
        let code = totp.code(step: 2)
        for (after, isGood) in [
            (-1, false), (0, true), (29_999, true), (30_000, true), (40_000, true), (40_001, false),
        ] {
            let step = totp.step(of: code, at: Instant(milliseconds: start.milliseconds + Int64(after)))
            #expect((step != nil) == isGood, "\(after)")
        }
        #expect(totp.step(of: "12345", at: start) == nil)
    }

    @Test(
        "ASVS 6.3.8: whoever has no account meets the same words, waits and work",
        arguments: TestEngine.available)
    func whoHasNoAccountMeetsTheSame(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        try await house.register(2, name: "林阿美", phone: nil)
        try await house.enrolled()
        for name in [
            IdentityHouse.number(), "138 0013-8000", IdentityHouse.number(2), IdentityHouse.number(3),
            "13912345678", "x",
        ] {
            for _ in 0...Throttle.freeTries {
                await #expect(throws: AccountRefused.notRight, "\(name)") {
                    try await house.first(name, password: "wrong-but-long")
                }
            }
            await #expect(throws: AccountRefused.wait(seconds: 31), "\(name)") {
                try await house.first(name, password: "wrong-but-long")
            }
        }
        for name in ["+8613800138000", "1 3 9 1 2 3 4 5 6 7 8"] {
            await #expect(throws: AccountRefused.wait(seconds: 31), "another spelling is the same name") {
                try await house.first(name, password: "wrong-but-long")
            }
        }
        let refusals = try await house.leaves().filter { $0.contains("account.refused") }
        #expect(refusals.count == 6 * (Throttle.freeTries + 1))
        #expect(!refusals.contains { $0.contains("subject") }, "the log is public")
    }

    @Test(
        "ASVS 6.3.8: a wrong password costs the same statements, whosever the name is",
        arguments: [true, false])
    func aWrongPasswordCostsTheSameWorkForEveryName(isByNumber: Bool) async throws {
        let house = try await house(.sqlite)
        try await house.enrolled()
        try await house.register(2, name: "林阿美", phone: "13800138002")
        _ = try await house.activated(2)
        try await house.register(3, name: "陈阿三", phone: "13800138003")
        let closed = try await house.activated(3).citizen
        try await house.engine.write { [accounts = house.accounts] db in try accounts.close(closed, in: db) }
        try await house.register(4, name: "黄阿四", phone: "13800138004")
        let names =
            isByNumber
            ? (1...5).map { IdentityHouse.number($0) }
            : ["13800138000", "13800138002", "13800138003", "13800138004", "13800138005"]

        var work: [[String]] = []
        for name in names {
            work.append(
                try await house.counted.statements {
                    await #expect(throws: AccountRefused.notRight, "\(name)") {
                        try await house.first(name, password: "wrong-but-long")
                    }
                })
        }

        #expect(work[0].count > 6)
        for (name, other) in zip(names, work).dropFirst() { #expect(other == work[0], "\(name)") }
    }

    @Test("ASVS 6.3.8: a browser's cookie and the fifth wrong try cost the same work, whosever the name is")
    func aCookieAndTheFifthTryCostTheSameWork() async throws {
        let house = try await house(.sqlite)
        let device = try await house.signIn(house.enrolled()).device
        let other = Token(house.world).rawValue
        var work: [[[String]]] = []
        for (name, device) in [(IdentityHouse.number(), other), (IdentityHouse.number(5), device)] {
            var tries: [[String]] = []
            for _ in 1...SignIn.tellsAfter {
                tries.append(
                    try await house.counted.statements {
                        await #expect(throws: AccountRefused.notRight) {
                            try await house.first(name, password: "wrong-but-long", device: device)
                        }
                    })
            }
            work.append(tries)
        }
        #expect(work[0].allSatisfy { tries in tries.contains { $0.contains("account_devices") } })
        #expect(work[0].last?.contains { $0.contains("INTO jobs") } == true)
        #expect(work[0] == work[1])
    }

    @Test(
        "ASVS 6.3.1: waits grow, and nobody shuts a person out of a browser she uses",
        arguments: TestEngine.available)
    func nobodyShutsAPersonOut(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let device = try #require(await house.signIn(totp).device)
        for _ in 0..<Throttle.triesMax {
            _ = try? await house.first(password: "wrong-but-long")
            house.clock.advance(by: Throttle.longestWait)
        }
        await #expect(throws: AccountRefused.closed) { try await house.first() }
        // An hour has passed since the last of them.
        house.clock.advance(by: Throttle.halvesEvery - Throttle.longestWait - .milliseconds(1))
        await #expect(throws: AccountRefused.closed) { try await house.first() }
        house.clock.advance(by: .milliseconds(1))
        _ = try await house.first()

        let signedIn = try await house.signIn(totp, device: device)
        #expect(signedIn.device == nil, "the browser is known already")
        #expect(try await house.notices().contains("wrong-tries"))
    }

    @Test(arguments: TestEngine.available)
    func whatIsForgottenIsForgottenForGood(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let scope = SignIn.scope(of: "x", house.vault)
        let now = house.clock.now
        let tries = try await house.engine.write { db in
            for _ in 1...Throttle.triesMax { _ = try ThrottleStore.count(scope, at: now, in: db) }
            return try ThrottleStore.take(scope, at: now + Throttle.halvesEvery, in: db)
        }
        #expect(tries == Throttle.triesMax / 2 + 1)
        await #expect(throws: AccountRefused.wait(seconds: 3_601), "half of them count on") {
            try await house.engine.write { db in
                try ThrottleStore.take(scope, at: now + Throttle.halvesEvery, in: db)
            }
        }
    }

    @Test func waitsGrowFromHalfAMinuteToAnHour() {
        let waits = (0...14).map { Throttle.wait(after: $0).components.seconds }
        #expect(waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600])
    }

    @Test("ASVS 6.6.3: five wrong second factors end the sign-in", arguments: TestEngine.available)
    func fiveWrongCodesEndTheSignIn(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let first = try await house.first()
        let right = house.code(totp)
        let wrong = right == "000000" ? "111111" : "000000"
        for _ in 1..<SignIn.secondTriesMax {
            await #expect(throws: AccountRefused.codeWrong) {
                try await house.accounts.signIn.totp(wrong, in: first, device: nil, requestID: "r")
            }
        }
        await #expect(throws: AccountRefused.startAgain) {
            try await house.accounts.signIn.totp(wrong, in: first, device: nil, requestID: "r")
        }
        await #expect(throws: AccountRefused.startAgain) {
            try await house.accounts.signIn.totp(right, in: first, device: nil, requestID: "r")
        }
        #expect(try await house.notices().last == "wrong-tries")
        let again = try await house.first()
        await #expect(throws: AccountRefused.wait(seconds: 31), "another sign-in gives no new tries") {
            try await house.accounts.signIn.totp(right, in: again, device: nil, requestID: "r")
        }
    }

    @Test(
        "ASVS 6.6.1: a code by message is worth less than an authenticator", arguments: TestEngine.available)
    func aCodeByMessageIsWorthLess(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        try await house.enrolled()
        let first = try await house.first("138 0013 8000")
        try await house.accounts.signIn.sendCode(in: first, requestID: "r")
        let code = try #require(house.messages.sent.last?.code)
        let other = try await house.first()
        await #expect(throws: AccountRefused.codeWrong) {
            try await house.accounts.signIn.code(code, in: other, device: nil, requestID: "r")
        }
        let signedIn = try await house.accounts.signIn.code(code, in: first, device: nil, requestID: "r")
        #expect(signedIn.session.level == .basic)
    }

    @Test(
        "ASVS 6.3.3: a passkey is both factors, and opens the account of its holder",
        arguments: TestEngine.available)
    func aPasskeyIsBothFactors(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.activated()
        var device = try PasskeyDevice(origin: IdentityHouse.site)
        let offer = try #require(await house.accounts.manage.offerPasskey(in: session))
        let made = try device.create(offer)
        try await house.accounts.manage.addPasskey(made, in: session, requestID: "r")
        await #expect(throws: PasskeyRefused.challengeUsed) {
            try await house.accounts.manage.addPasskey(made, in: session, requestID: "r")
        }

        let question = try #require(await house.accounts.signIn.offerPasskey())
        let answer = try device.get(question)
        let signedIn = try await house.accounts.signIn.passkey(
            answer, device: nil, language: .english, requestID: "r")
        #expect(signedIn.session.citizen == session.citizen)
        #expect(signedIn.session.level == .substantial)
        #expect(signedIn.session.factors == [.passkey])
        await #expect(throws: PasskeyRefused.challengeUsed) {
            try await house.accounts.signIn.passkey(answer, device: nil, language: .english, requestID: "r")
        }

        _ = try await house.makeCode(reset: true)
        let late = try device.get(#require(await house.accounts.signIn.offerPasskey()))
        await #expect(throws: PasskeyRefused.unknown, "a lost phone is shut out") {
            try await house.accounts.signIn.passkey(late, device: nil, language: .english, requestID: "r")
        }
    }

    @Test("ASVS 7.3.1 and 7.3.2: a session ends when nobody uses it, and after twelve hours")
    func aSessionEnds() async throws {
        let house = try await house()
        let totp = try await house.enrolled()
        let idle = try await house.signIn(totp)
        house.clock.advance(by: AccountSession.idleMax + .seconds(1))
        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.current(token: idle.token)
        }

        let used = try await house.signIn(totp)
        let begun = house.clock.now
        while house.clock.now.since(begun) < AccountSession.lifeMax - .seconds(1_200) {
            house.clock.advance(by: .seconds(1_200))
            _ = try await house.accounts.current(token: used.token)
        }
        house.clock.advance(by: .seconds(1_200) + .seconds(1))
        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.current(token: used.token)
        }
    }

    @Test("ASVS 7.4.1: a session that was ended is nothing on the server", arguments: TestEngine.available)
    func anEndedSessionIsNothing(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        let one = try await house.signIn(totp)
        let other = try await house.signIn(totp)
        try await house.accounts.manage.signOut(one.session, requestID: "r")
        await #expect(throws: AccountRefused.signedOut) { try await house.accounts.current(token: one.token) }
        try await house.accounts.manage.signOutEverywhere(other.session, requestID: "r")
        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.current(token: other.token)
        }
    }
}
