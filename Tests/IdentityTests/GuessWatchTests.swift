import Base
import Storage
import Support
import Testing

@testable import Identity

/// Guessing at many accounts: it shows over all of them together, and nobody is shut out for it.
@Suite struct GuessWatchTests {
    private func house(_ engine: TestEngine) async throws -> IdentityHouse {
        let house = try await IdentityHouse(engine)
        try await house.register()
        _ = try await house.enrolled()
        return house
    }

    private func guess(_ house: IdentityHouse, times: Int) async throws {
        let (vault, now) = (house.vault, house.clock.now)
        try await house.engine.write { db in
            for _ in 0..<times { try GuessWatch.everybody.count(at: now, vault, in: db) }
        }
    }

    private func tries(_ house: IdentityHouse, _ password: String, device: String? = nil) async throws {
        _ = try await house.accounts.signIn.password(
            IdentityHouse.number(), password, device: device, language: .english, requestID: "r")
    }

    @Test(
        "ASVS 6.3.1: a spray over many accounts shortens the free tries of unknown browsers",
        arguments: TestEngine.available)
    func aSprayIsSeen(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        try await guess(house, times: GuessWatch.everybody.guessesMax - 1)
        #expect(try await !house.accounts.areGuessed())

        await #expect(throws: AccountRefused.notRight) { try await tries(house, "another long one") }

        #expect(try await house.accounts.areGuessed(), "the wrong try was counted with the others")
        await #expect(throws: AccountRefused.notRight) { try await tries(house, "another long one") }
        let waits = await #expect(throws: AccountRefused.self) {
            try await tries(house, IdentityHouse.password)
        }
        #expect(waits == .wait(seconds: 31))
    }

    @Test(arguments: TestEngine.available)
    func whoKnowsHerPasswordIsLetInAmongGuesses(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        try await guess(house, times: GuessWatch.everybody.guessesMax * 10)

        try await tries(house, IdentityHouse.password)
    }

    @Test(arguments: TestEngine.available)
    func guessesAreForgottenWithinTwentyMinutes(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        try await guess(house, times: GuessWatch.everybody.guessesMax)
        #expect(try await house.accounts.areGuessed())
        house.clock.advance(by: GuessWatch.span)
        #expect(try await house.accounts.areGuessed(), "the span before counts")
        house.clock.advance(by: GuessWatch.span)
        #expect(try await !house.accounts.areGuessed())
    }

    @Test(arguments: [(1, 0), (2, 30), (3, 60), (9, 3_600), (50, 3_600)])
    func waitsAmongGuessesBeginWithTheSecondWrongTry(failures: Int, seconds: Int) {
        let wait = Throttle.wait(after: failures, freeTries: Throttle.freeTriesAmongGuesses)
        #expect(wait == .seconds(seconds))
    }
}
