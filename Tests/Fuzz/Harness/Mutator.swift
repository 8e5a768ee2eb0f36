/// Changes sound inputs a little, the same way for the same seed.
///
/// It knows nothing of coverage; that is the fuzzer's part. What it makes is tried again exactly, on every machine.
public struct Mutator: Sendable {
    private let inputs: [[UInt8]]
    private let words: [[UInt8]]
    private let bytesMax: Int
    private var state: UInt64

    /// - Parameters:
    ///   - door: Whose words and limit count.
    ///   - inputs: What is changed; at least one.
    ///   - seed: The beginning of every choice.
    public init(_ door: Door, inputs: [[UInt8]], seed: UInt64) {
        precondition(!inputs.isEmpty, "something to change")
        self.inputs = inputs
        words = door.words.map { Array($0.utf8) }
        bytesMax = door.bytesMax
        state = seed
    }

    /// The next input: one of the given, changed at one to four places.
    public mutating func next() -> [UInt8] {
        var bytes = inputs[below(inputs.count)]
        for _ in 0...below(4) { change(&bytes) }
        return Array(bytes.prefix(bytesMax))
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        let end = min(bytes.count, place + 1 + below(16))
        switch below(8) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
        case 1 where place < bytes.count: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF, 0x20, 0x22, 0x7B][below(8)]
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
        case 4: bytes.removeSubrange(place...)
        case 5:
            let other = inputs[below(inputs.count)]
            bytes.replaceSubrange(place..., with: other[below(other.count + 1)...])
        case 6 where !words.isEmpty: bytes.insert(contentsOf: words[below(words.count)], at: place)
        default: bytes.insert(UInt8(below(256)), at: place)
        }
    }

    private mutating func below(_ bound: Int) -> Int { Int(random() % UInt64(bound)) }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private mutating func random() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
