import Base
import Synchronization

/// Chance that is the same for the same seed (SplitMix64), for several tasks at once.
final class MixupChance: Sendable {
    private let state: Mutex<UInt64>

    init(seed: UInt64, _ purpose: String) {
        state = Mutex(
            purpose.utf8.reduce(seed &* 0x9E37_79B9_7F4A_7C15) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 })
    }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// A number from zero up to, and without, `count`.
    func below(_ count: Int) -> Int { Int(truncatingIfNeeded: next() >> 1) % max(count, 1) }

    /// True so many times in a thousand.
    func happens(_ perMille: Int) -> Bool { below(1_000) < perMille }

    /// A time from nothing to `longest`.
    func upTo(_ longest: Duration) -> Duration { .milliseconds(below(Int(longest.wholeMilliseconds) + 1)) }

    func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
