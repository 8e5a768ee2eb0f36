import Storage
import Synchronization

/// A transaction that waits for the writer, and its caller.
struct WaitingWrite: Sendable {
    /// Runs the closure; the value returned answers the caller, once the transaction is on the disk.
    let attempt: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
    let refuse: @Sendable (any Error) -> Void
}

/// The transactions that wait, in the order they came.
final class WriteQueue: Sendable {
    enum Place {
        /// Nobody drains the queue: the caller must.
        case first
        case joined
        case refused(SQLError)
    }

    private struct State {
        var waiting: [WaitingWrite] = []
        var isDraining = false
        var isClosed = false
    }

    private let waitingMax: Int
    private let state = Mutex(State())

    init(waitingMax: Int) {
        self.waitingMax = waitingMax
    }

    var waiting: Int { state.withLock { $0.waiting.count } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    func add(_ write: WaitingWrite) -> Place {
        state.withLock { state in
            if state.isClosed { return .refused(.closed) }
            if state.waiting.count >= waitingMax { return .refused(.busy) }
            state.waiting.append(write)
            if state.isDraining { return .joined }
            state.isDraining = true
            return .first
        }
    }

    /// The next batch; nil when none waits, and then the drain has ended.
    func take(atMost count: Int) -> [WaitingWrite]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            let batch = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// Refuses later writes; false when it was closed before.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }
}
