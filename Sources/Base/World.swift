import Foundation

/// The outside world a rule may ask about, so that a test can hold it still.
///
/// `World.live` is the one place where the clock and the random generator of the machine are read.
public struct World: Sendable {
    public var now: @Sendable () -> Instant
    /// As many bytes from a cryptographically secure generator as asked for.
    public var random: @Sendable (_ count: Int) -> [UInt8]
    /// Waits, or throws `CancellationError`.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// Measures deadlines on sockets, whatever happens to ``now``.
    public var steady: SteadyClock

    public init(
        now: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (_ count: Int) -> [UInt8],
        sleep: @escaping @Sendable (Duration) async throws -> Void, steady: SteadyClock = .live
    ) {
        self.now = now
        self.random = random
        self.sleep = sleep
        self.steady = steady
    }

    /// A pause half of which is chance, so that machines which stopped together do not all come back together.
    public func spread(_ pause: Duration) -> Duration {
        let chance = random(2).reduce(0) { $0 << 8 | Int($1) }
        return pause / 2 + pause / 2 * chance / 0xFFFF
    }

    public static let live = World(
        now: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
        random: { count in
            [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
                // The system gives at most 256 bytes a call.
                for start in stride(from: 0, to: count, by: 256) {
                    let part = UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(bytes)[start...])
                    let given = getentropy(part.baseAddress, min(256, part.count))
                    precondition(given == 0, "the system has random bytes")
                }
                filled = count
            }
        },
        sleep: { try await Task.sleep(for: $0) })
}
