public import Base
import Synchronization

/// A clock that stands still until a test moves it; sleeping on it moves it at once.
public final class TestClock: Sendable {
    /// Monday, 2 March 2026, 09:00 in Beijing.
    public static let start = Instant(milliseconds: 1_772_413_200_000)

    private let moment: Mutex<Instant>

    public init(at start: Instant = TestClock.start) {
        moment = Mutex(start)
    }

    public var now: Instant {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    public func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }

    /// Moves the clock by the duration, lets other tasks run, and returns.
    public func sleep(_ duration: Duration) async throws {
        try Task.checkCancellation()
        advance(by: duration)
        await Task.yield()
    }
}
