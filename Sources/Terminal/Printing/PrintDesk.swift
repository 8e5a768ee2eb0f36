import ServiceLifecycle
import Synchronization
import Wire

/// Takes the citizen's wish for a paper and works it off, one at a time, while the screen shows how it goes.
final class PrintDesk: Service {
    struct Order: Sendable {
        let caseNumber: String
        var paper = CasePaper.result
        let key: String
        /// Whether she has had the paper before and asks for another in its place.
        var again = false
        let session: SessionMemory.Session
    }

    enum State: Sendable {
        case idle
        case printing(Order)
        case done(Order, PrintEnd)
    }

    private struct Held {
        var state = State.idle
        /// Whether the citizen has ended her visit meanwhile: it is over as soon as the paper is out.
        var isLeaving = false
    }

    let guardian: PrintGuard
    private let held = Mutex(Held())
    private let orders: AsyncStream<Order>
    private let counter: AsyncStream<Order>.Continuation

    init(guardian: PrintGuard) {
        self.guardian = guardian
        (orders, counter) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var now: State { held.withLock { $0.state } }
    var isLeaving: Bool { held.withLock { $0.isLeaving } }

    var isPrinting: Bool {
        if case .printing = now { true } else { false }
    }

    /// Whether the screen is for nothing else: a paper is on its way, or its citizen's visit has still to be ended.
    var holdsScreen: Bool {
        held.withLock { held in
            if case .printing = held.state { true } else { held.isLeaving }
        }
    }

    /// Ends the visit once the paper is out; false when none is on its way.
    func leave() -> Bool {
        held.withLock { held in
            guard case .printing = held.state else { return false }
            held.isLeaving = true
            return true
        }
    }

    /// Takes an order; the same press again, or a second one while a paper is on its way, adds nothing.
    func take(_ order: Order) {
        let isNew = held.withLock { held in
            guard !held.isLeaving else { return false }
            switch held.state {
            case .printing: return false
            case .done(let last, _) where last.key == order.key && last.session.token == order.session.token:
                return false
            case .idle, .done:
                held = Held(state: .printing(order))
                return true
            }
        }
        if isNew { counter.yield(order) }
    }

    /// Nothing of a visit stays here; an order that is being printed runs to its end.
    func forget() {
        held.withLock { if case .done = $0.state { $0 = Held() } }
    }

    func run() async throws {
        for await order in orders.cancelOnGracefulShutdown() {
            let end = await guardian.print(order)
            // Whoever waited for a paper gets her time to take it.
            guardian.memory.touch()
            held.withLock { $0.state = .done(order, end) }
        }
    }
}
