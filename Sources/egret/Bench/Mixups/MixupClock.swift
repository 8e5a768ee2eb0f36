import Base
import Synchronization

/// The machine's time, which stands still for a moment while a storm comes down: whatever is made from the time alone
/// is then made twice.
final class MixupClock: Sendable {
    private struct Still {
        var at: Instant
        var until: Instant
    }

    private let still = Mutex<Still?>(nil)

    /// Stands still for so long.
    func stop(for duration: Duration) {
        let now = World.live.now()
        still.withLock { if $0 == nil { $0 = Still(at: now, until: now + duration) } }
    }

    /// The world with this time in it.
    var world: World {
        var world = World.live
        world.now = { [self] in
            let now = World.live.now()
            return still.withLock { still in
                guard let held = still else { return now }
                if now < held.until { return held.at }
                still = nil
                return now
            }
        }
        return world
    }
}

/// Lets so many pass together, or after a second as many as there are.
final class MixupStorm: Sendable {
    private struct State {
        var waiting: [CheckedContinuation<Void, Never>] = []
        var number = 0
    }

    private static let patience = Duration.seconds(1)
    private static let stillness = Duration.milliseconds(30)

    private let size: Int
    private let clock: MixupClock
    private let state = Mutex(State())

    init(size: Int, clock: MixupClock) {
        self.size = size
        self.clock = clock
    }

    func gather() async {
        await withCheckedContinuation { continuation in
            let (number, released) = state.withLock { state -> (Int?, [CheckedContinuation<Void, Never>]) in
                state.waiting.append(continuation)
                if state.waiting.count >= size { return (nil, Self.release(&state)) }
                return (state.waiting.count == 1 ? state.number : nil, [])
            }
            burst(released)
            if let number { Task { await self.lose(patienceWith: number) } }
        }
    }

    private func lose(patienceWith number: Int) async {
        try? await World.live.sleep(Self.patience)
        burst(state.withLock { $0.number == number ? Self.release(&$0) : [] })
    }

    private func burst(_ released: [CheckedContinuation<Void, Never>]) {
        guard !released.isEmpty else { return }
        clock.stop(for: Self.stillness)
        for continuation in released { continuation.resume() }
    }

    private static func release(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
        defer { state.waiting = [] }
        state.number += 1
        return state.waiting
    }
}
