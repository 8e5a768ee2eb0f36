public import Base
import Synchronization

extension World {
    /// A world in which nothing happens by chance: sleeping moves the clock, random bytes follow from the seed.
    public static func frozen(at moment: Instant = TestClock.start, seed: UInt64 = 1) -> World {
        frozen(TestClock(at: moment), seed: seed)
    }

    /// A world whose clock the test holds.
    public static func frozen(_ clock: TestClock, seed: UInt64 = 1) -> World {
        let random = TestRandom(seed: seed)
        return World(
            now: { clock.now },
            random: { random.bytes($0) },
            sleep: { try await clock.sleep($0) })
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): random numbers that are the same in every run.
public final class TestRandom: Sendable {
    private let state: Mutex<UInt64>

    public init(seed: UInt64) {
        state = Mutex(seed)
    }

    public func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    public func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: next().littleEndian) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}
