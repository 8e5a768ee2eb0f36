import Base
import Passkeys
import Storage
import Support
import Synchronization
import Testing
import Web

@testable import Identity

/// What a session's end leaves, and what a passkey does that is held twice.
@Suite struct SessionEndTests {
    private func house(_ engine: TestEngine = .sqlite) async throws -> IdentityHouse {
        let house = try await IdentityHouse(engine)
        try await house.register()
        return house
    }

    @Test(arguments: TestEngine.available)
    func whatRunsOutLeavesALeafWhenItIsSwept(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        try await house.accounts.tidy()
        let before = try await house.acts("account.session-ended")
        _ = try await house.signIn(totp)
        _ = try await house.first()
        house.clock.advance(by: AccountSession.idleMax + .milliseconds(1))

        try await house.accounts.tidy()
        try await house.accounts.tidy()

        // Her first session, from the activation, ran out with them.
        #expect(try await house.acts("account.session-ended") == before + 3)
        #expect(try await house.ends() == ["idle", "idle", "idle"])
    }

    @Test func whatIsTooOldSaysSo() async throws {
        let house = try await house()
        let totp = try await house.enrolled()
        let used = try await house.signIn(totp)
        let begun = house.clock.now
        while house.clock.now.since(begun) <= AccountSession.lifeMax - .seconds(1_200) {
            house.clock.advance(by: .seconds(1_200))
            _ = try await house.accounts.current(token: used.token)
        }
        house.clock.advance(by: .seconds(1_200) + .seconds(1))

        await #expect(throws: AccountRefused.signedOut) {
            try await house.accounts.current(token: used.token)
        }
        #expect(try await house.ends().contains("lifetime"))
        #expect(try await house.acts("account.session-ended") == 1)
    }

    @Test(
        "ASVS 7.4.1: signing out before the second factor ends the session that waits for it",
        arguments: TestEngine.available)
    func signingOutEndsWhatWaitsForItsSecondFactor(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let totp = try await house.enrolled()
        house.clock.advance(by: .seconds(30))
        let token = try await house.accounts.signIn.password(
            IdentityHouse.number(), IdentityHouse.password, device: nil, language: .english, requestID: "r")
        let waiting = try await house.accounts.current.first(token: token)

        try await house.accounts.manage.signOut(token: token, requestID: "r")

        await #expect(throws: AccountRefused.startAgain) {
            try await house.accounts.signIn.totp(house.code(totp), in: waiting, device: nil, requestID: "r")
        }
        try await house.accounts.manage.signOut(token: token, requestID: "r")
        try await house.accounts.manage.signOut(token: nil, requestID: "r")
        #expect(try await house.acts("account.signed-out") == 1)
    }

    @Test(
        "a passkey that counts backwards opens nothing, calls for somebody and tells its person",
        arguments: TestEngine.available)
    func aCopiedPasskeyTellsItsPerson(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let alarms = Mutex(0)
        let accounts = AccountVerbs(
            AccountParts(
                house.parts, passwords: house.passwords, rule: PasswordRule(known: []),
                passkeys: house.passkeys, messages: house.messages, words: house.frame.words,
                cloned: { _ in alarms.withLock { $0 += 1 } }))
        let session = try await house.activated()
        var device = try PasskeyDevice(origin: IdentityHouse.site)
        let made = try device.create(try #require(await accounts.manage.offerPasskey(in: session)))
        try await accounts.manage.addPasskey(made, in: session, requestID: "r")
        var copy = device
        let answer = try device.get(#require(await accounts.signIn.offerPasskey()))
        _ = try await accounts.signIn.passkey(answer, device: nil, language: .english, requestID: "r")
        let before = try await house.notices()

        let second = try copy.get(#require(await accounts.signIn.offerPasskey()))
        await #expect(throws: PasskeyRefused.cloned) {
            try await accounts.signIn.passkey(second, device: nil, language: .english, requestID: "r")
        }

        #expect(alarms.withLock { $0 } == 1)
        #expect(try await house.notices().filter { $0 == "passkey-cloned" }.count == 1)
        #expect(!before.contains("passkey-cloned"))
        #expect(try await house.acts("account.passkey-cloned") == 1)
    }
}

extension IdentityHouse {
    /// Why sessions of accounts ended.
    fileprivate func ends() async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT end_reason FROM account_sessions WHERE ended_at_ms IS NOT NULL ORDER BY id")
                .map { try $0.text("end_reason") }
        }
    }
}
