/// Time since the agent started, by a clock that nobody can set; a test holds it still.
public struct Uptime: Sendable {
    public let now: @Sendable () -> Duration

    public init(now: @escaping @Sendable () -> Duration) {
        self.now = now
    }

    public static func live() -> Uptime {
        let start = ContinuousClock.now
        return Uptime { ContinuousClock.now - start }
    }
}
