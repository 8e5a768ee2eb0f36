import Base
import Synchronization

/// The clock on a node's wall: it goes too fast or too slow, and somebody may set it.
final class NodeClock: Sendable {
    private let scheduler: Scheduler
    private let state = Mutex((offset: Duration.zero, driftPerMillion: 0))

    init(scheduler: Scheduler) {
        self.scheduler = scheduler
    }

    var now: Instant {
        let (offset, drift) = state.withLock { $0 }
        let passed = scheduler.now
        return Stage.epoch + passed + passed * drift / 1_000_000 + offset
    }

    func drift(perMillion: Int) { state.withLock { $0.driftPerMillion = perMillion } }
    func step(by change: Duration) { state.withLock { $0.offset += change } }
    func correct() { state.withLock { $0 = (.zero, 0) } }
}
