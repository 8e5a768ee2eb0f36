import Foundation
import Synchronization

/// The line of work before the threads of a ``RenderPool``.
final class RenderLine: Sendable {
    /// Work that may open the fonts of its thread and leaves them there.
    typealias Work = @Sendable (inout FontShelf?) -> Void

    private struct State {
        var waiting: [Work] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wake = NSCondition()
    private let waitingMax: Int

    init(waitingMax: Int) { self.waitingMax = waitingMax }

    /// - Returns: Whether there was room.
    func add(_ work: @escaping Work) -> Bool {
        let accepted = state.withLock { state in
            guard !state.isClosed, state.waiting.count < waitingMax else { return false }
            state.waiting.append(work)
            return true
        }
        if accepted { wake.withLock { wake.signal() } }
        return accepted
    }

    /// Waits for work; nil when the line is closed and empty.
    func next() -> Work? {
        // the look and the wait are under the condition's lock, so a signal between them cannot be lost
        wake.lock()
        defer { wake.unlock() }
        while true {
            let (work, isDone) = state.withLock { state -> (Work?, Bool) in
                state.waiting.isEmpty ? (nil, state.isClosed) : (state.waiting.removeFirst(), false)
            }
            if let work { return work }
            if isDone { return nil }
            wake.wait()
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake.withLock { wake.broadcast() }
    }
}
