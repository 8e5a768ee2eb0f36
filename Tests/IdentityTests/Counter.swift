import Synchronization

/// A number of times.
final class Counter: Sendable {
    private let left: Mutex<Int>

    init(_ times: Int) {
        left = Mutex(times)
    }

    /// False when all times are taken.
    func take() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}
