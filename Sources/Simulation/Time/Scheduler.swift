import Base
import Synchronization

/// One thread that runs every task of a simulated city, in an order that the seed decides, on a time of its own.
///
/// Time stands while anything can run and jumps to the next alarm when nothing can: a minute costs what happens in it.
/// Everything that runs here is entered and left on the thread that calls ``run(until:)``.
package final class Scheduler: TaskExecutor {
    private struct Alarm: Comparable {
        let at: Duration
        let id: UInt64

        static func < (a: Alarm, b: Alarm) -> Bool { (a.at, a.id) < (b.at, b.id) }
    }

    private struct State {
        var chance: Chance
        var ready: [UnownedJob] = []
        var now = Duration.zero
        var alarms = Heap<Alarm>()
        var ringing: [UInt64: @Sendable () -> Void] = [:]
        var nextID: UInt64 = 0
        var steps = 0
    }

    private let state: Mutex<State>

    package init(seed: UInt64) {
        state = Mutex(State(chance: Chance(seed: seed, "schedule")))
    }

    /// Time since the run began.
    package var now: Duration { state.withLock { $0.now } }
    /// How many pieces of work have been run.
    package var steps: Int { state.withLock { $0.steps } }

    package func enqueue(_ job: consuming ExecutorJob) {
        enqueue(UnownedJob(job))
    }

    package func enqueue(_ job: UnownedJob) {
        state.withLock { $0.ready.append(job) }
    }

    /// Runs what can run, and lets time pass, until the moment given, or until nothing will ever happen again.
    package func run(until end: Duration, while goesOn: () -> Bool = { true }) {
        while goesOn() {
            if let job = next() {
                job.runSynchronously(on: asUnownedTaskExecutor())
            } else if let ring = advance(to: end) {
                ring()
            } else {
                return
            }
        }
    }

    /// Any of the jobs that are ready; the others wait.
    private func next() -> UnownedJob? {
        state.withLock { state in
            guard !state.ready.isEmpty else { return nil }
            state.steps += 1
            let index = state.chance.below(state.ready.count)
            state.ready.swapAt(index, state.ready.count - 1)
            return state.ready.removeLast()
        }
    }

    private func advance(to end: Duration) -> (@Sendable () -> Void)? {
        state.withLock { state in
            while let alarm = state.alarms.first, alarm.at <= end {
                state.alarms.removeFirst()
                // One that was put off rings no more.
                guard let ring = state.ringing.removeValue(forKey: alarm.id) else { continue }
                state.now = max(state.now, alarm.at)
                return ring
            }
            state.now = max(state.now, end)
            return nil
        }
    }

    /// Calls back after a while; ``putOff(_:)`` with the number returned prevents it.
    @discardableResult
    func after(_ delay: Duration, _ ring: @escaping @Sendable () -> Void) -> UInt64 {
        state.withLock { state in
            state.nextID += 1
            state.alarms.insert(Alarm(at: state.now + max(delay, .zero), id: state.nextID))
            state.ringing[state.nextID] = ring
            return state.nextID
        }
    }

    func putOff(_ id: UInt64) {
        state.withLock { _ = $0.ringing.removeValue(forKey: id) }
    }

    /// Waits on the simulated time, or throws `CancellationError`.
    package func sleep(_ duration: Duration) async throws {
        let waiting = Waiting<Void>()
        let id = after(duration) { waiting.finish(.success(())) }
        defer { putOff(id) }
        try await waiting.value()
    }
}
