/// Chance that is the same for the same seed: SplitMix64.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct Chance: Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for each purpose, so that a change in one does not move the others.
    init(seed: UInt64, _ purpose: String) {
        state = purpose.utf8.reduce(seed &* 0x9E37_79B9_7F4A_7C15) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
        }
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from zero up to, and without, `count`.
    mutating func below(_ count: Int) -> Int {
        Int(truncatingIfNeeded: next() >> 1) % max(count, 1)
    }

    /// True so many times in a thousand.
    mutating func happens(_ perMille: Int) -> Bool { below(1_000) < perMille }

    mutating func between(_ first: Duration, _ last: Duration) -> Duration {
        let span = max(0, (last - first).wholeMicroseconds)
        return first + .microseconds(below(span + 1))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        precondition(!elements.isEmpty, "something to pick from")
        return elements[below(elements.count)]
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}

extension Duration {
    var wholeMicroseconds: Int {
        Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
    }
}
