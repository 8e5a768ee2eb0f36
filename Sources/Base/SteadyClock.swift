/// A clock for deadlines: it only goes forward, and nobody can set it.
public struct SteadyClock: Sendable {
    /// Time since some moment of the past.
    public let now: @Sendable () -> Duration
    /// Waits, or throws `CancellationError`.
    public let sleep: @Sendable (Duration) async throws -> Void

    public init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's own.
    public static let live: SteadyClock = {
        let start = ContinuousClock.now
        return SteadyClock(now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) })
    }()
}
