import Base
import Synchronization

/// Bulkhead and circuit breaker of one foreign system.
final class CallGate: Sendable {
    enum Entry: Hashable { case open, resting, full }
    enum Outcome: Hashable { case answered, fault, abandoned }

    private struct State {
        var calls = 0
        var faults = 0
        /// When the system may be tried again; nil while it is well.
        var restsUntil: Instant?
        var probing = false
    }

    private let limits: ForeignCall.Limits
    private let world: World
    private let state = Mutex(State())

    init(limits: ForeignCall.Limits, world: World) {
        self.limits = limits
        self.world = world
    }

    /// Whether the system is ill: left alone, or to be tried by one call that has not come back yet.
    var isSilent: Bool { state.withLock { $0.restsUntil != nil } }

    /// Every `open` is followed by one ``leave(_:)``.
    func enter() -> Entry {
        state.withLock { state in
            if let until = state.restsUntil {
                let left = until.since(world.now())
                // More than a whole rest is left only when the clock has been set back.
                guard !state.probing, left <= .zero || left > limits.rest else { return .resting }
            }
            guard state.calls < limits.concurrentMax else { return .full }
            state.probing = state.restsUntil != nil
            state.calls += 1
            return .open
        }
    }

    func leave(_ outcome: Outcome) {
        state.withLock { state in
            state.calls -= 1
            state.probing = false
            switch outcome {
            case .answered:
                state.faults = 0
                state.restsUntil = nil
            case .fault:
                state.faults += 1
                if state.faults >= limits.faultsMax { state.restsUntil = world.now() + limits.rest }
            case .abandoned: break
            }
        }
    }
}
