public import Base

/// How long to wait before trying again what failed: doubling, with chance, up to a limit.
public struct Backoff: Sendable {
    public let first: Duration
    public let longest: Duration

    public init(first: Duration = .seconds(1), longest: Duration = .seconds(600)) {
        precondition(first > .zero && longest >= first, "a pause that grows")
        self.first = first
        self.longest = longest
    }

    /// The pause after so many failed attempts, counted from one; half of it is chance, so that what failed together
    /// is not tried together.
    public func pause(after attempts: Int, world: World) -> Duration {
        world.spread(min(first * (1 << max(0, min(attempts - 1, 30))), longest))
    }
}
