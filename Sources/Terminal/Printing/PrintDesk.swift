import ServiceLifecycle
import Synchronization

/// Takes the citizen's wish for a paper and works it off, one at a time, while the screen shows how it goes.
final class PrintDesk: Service {
    struct Order: Sendable {
        let caseNumber: String
        let key: String
        let session: SessionMemory.Session
    }

    enum State: Sendable {
        case idle
        case printing(Order)
        case done(Order, PrintEnd)
    }

    let guardian: PrintGuard
    private let state = Mutex(State.idle)
    private let orders: AsyncStream<Order>
    private let counter: AsyncStream<Order>.Continuation

    init(guardian: PrintGuard) {
        self.guardian = guardian
        (orders, counter) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var now: State { state.withLock { $0 } }

    var isPrinting: Bool {
        if case .printing = now { true } else { false }
    }

    /// Takes an order; the same press again, or a second one while a paper is on its way, adds nothing.
    func take(_ order: Order) {
        let isNew = state.withLock { state in
            switch state {
            case .printing: return false
            case .done(let last, _) where last.key == order.key && last.session.token == order.session.token:
                return false
            case .idle, .done:
                state = .printing(order)
                return true
            }
        }
        if isNew { counter.yield(order) }
    }

    /// Nothing of a visit stays here; an order that is being printed runs to its end.
    func forget() {
        state.withLock { if case .done = $0 { $0 = .idle } }
    }

    func run() async throws {
        for await order in orders.cancelOnGracefulShutdown() {
            let end = await guardian.print(caseNumber: order.caseNumber, key: order.key, for: order.session)
            // Whoever waited for a paper gets her time to take it.
            guardian.memory.touch()
            state.withLock { $0 = .done(order, end) }
        }
    }
}
