import Base

/// What every part of a run shares: time, chance, and the record of what happened.
struct Stage: Sendable {
    let seed: UInt64
    let plan: Plan
    let scheduler: Scheduler
    let trace: Trace
    let dice: Dice

    init(seed: UInt64, plan: Plan, keepsLines: Bool) {
        self.seed = seed
        self.plan = plan
        scheduler = Scheduler(seed: seed)
        trace = Trace(scheduler: scheduler, keepsLines: keepsLines)
        dice = Dice(seed: seed, "city")
    }

    /// The moment at which every run begins: 2026-03-02 09:00 in China, a Monday.
    static let epoch = Instant(milliseconds: 1_772_413_200_000)

    /// The true time, which no node knows.
    var now: Instant { Self.epoch + scheduler.now }

    /// The outside world as a node sees it while it lives.
    func world(of name: String, clock: NodeClock, life: Life) -> World {
        // A new life draws new numbers: a generator that began again would give the same secrets twice.
        let (scheduler, dice) = (scheduler, Dice(seed: seed, "world of \(name) at \(scheduler.now)"))
        let sleep: @Sendable (Duration) async throws -> Void = { duration in
            try life.check()
            try await scheduler.sleep(duration)
            try life.check()
        }
        return World(
            now: { clock.now }, random: { dice.bytes($0) }, sleep: sleep,
            steady: SteadyClock(now: { scheduler.now }, sleep: sleep))
    }
}
