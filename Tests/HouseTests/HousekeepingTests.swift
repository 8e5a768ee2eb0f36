import Base
import Logging
import Support
import Synchronization
import Testing

@testable import egret

/// Rounds of the housekeeping, by a clock that the test holds.
@Suite struct HousekeepingTests {
    private struct Broken: Error {}

    private let clock = TestClock()
    private let book = LogBook()
    private let done = Done()

    /// How often each chore was tried.
    private final class Done: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        func note(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
        func callAsFunction(_ name: String) -> Int { counts.withLock { $0[name] ?? 0 } }
    }

    private func chore(
        _ name: String, rests: Duration = .zero, fails: @escaping @Sendable () -> Bool = { false }
    ) -> Housekeeping.Chore {
        Housekeeping.Chore(name: name, rests: rests) { [done] in
            done.note(name)
            if fails() { throw Broken() }
        }
    }

    /// Plays so many rounds; `between` happens while it sleeps.
    private func play(
        _ chores: [Housekeeping.Chore], rounds: Int, between: @escaping @Sendable () -> Void = {}
    ) async throws {
        let left = Mutex(rounds)
        let world = World(
            now: { [clock] in clock.now }, random: World.live.random,
            sleep: { [clock] pause in
                let isOver = left.withLock { left in
                    left -= 1
                    return left == 0
                }
                if isOver { throw CancellationError() }
                try await clock.sleep(pause)
                between()
            })
        try await Housekeeping(chores: chores, world: world, logger: book.logger("egret")).run()
    }

    @Test func whatFailsHoldsNothingElseUpAndIsTriedAgainInTheNextRound() async throws {
        try await play([chore("first", fails: { true }), chore("second")], rounds: 3)

        #expect(done("first") == 3)
        #expect(done("second") == 3)
        let told = book.lines.filter { $0.contains("housekeeping failed") }
        #expect(told.count == 3)
        #expect(told.allSatisfy { $0.contains("first") && $0.contains("error") })
    }

    @Test func whatWentWellRestsAndWhatFailedDoesNot() async throws {
        let hours = Duration.seconds(6 * 3_600)

        try await play(
            [chore("failing", rests: hours, fails: { true }), chore("well", rests: hours)], rounds: 361)

        #expect(done("failing") == 361)
        #expect(done("well") == 2, "at the beginning, and after six hours of a round a minute")
    }

    @Test func aClockThatWasSetBackLetsNothingRestForLonger() async throws {
        try await play([chore("well", rests: .seconds(6 * 3_600))], rounds: 2) { [clock] in
            clock.now = TestClock.start - .seconds(365 * 86_400)
        }

        #expect(done("well") == 2)
    }
}
