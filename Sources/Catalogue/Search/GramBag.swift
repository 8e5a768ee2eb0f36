import Foundation

/// How much pairs of neighbouring characters tell: the rarer among the names that are compared, the more.
public struct GramWeights: Sendable {
    private let counts: [UInt64: Int]
    private let names: Double
    /// Pairs within words for what is done, which say less than those for what it is done to.
    private let acts: Set<UInt64>
    static let actWeight = 0.6

    /// `names` are all that are compared, in normal form.
    public init(names: [String], actWords: [String] = []) {
        var counts: [UInt64: Int] = [:]
        for name in names { for gram in Set(Self.grams(name)) { counts[gram, default: 0] += 1 } }
        self.counts = counts
        self.names = Double(names.count)
        acts = Set(actWords.flatMap(Self.grams))
    }

    public func bag(_ texts: [String]) -> GramBag {
        GramBag(Set(texts.flatMap(Self.grams)).sorted().map { ($0, weight($0)) })
    }

    public func bag(_ text: String) -> GramBag { bag([text]) }

    private func weight(_ gram: UInt64) -> Double {
        Self.weight(of: counts[gram, default: 0], among: names) * (acts.contains(gram) ? Self.actWeight : 1)
    }

    /// How much it tells that so many of all have.
    static func weight(of count: Int, among all: Double) -> Double { log(1 + all / Double(1 + count)) }

    /// Two scalars in one number.
    static func grams(_ text: String) -> [UInt64] {
        let scalars = Array(text.unicodeScalars)
        return zip(scalars, scalars.dropFirst()).map { UInt64($0.value) << 32 | UInt64($1.value) }
    }
}

/// The pairs of characters of a text, each once, with their weights.
public struct GramBag: Sendable {
    /// Sorted by gram.
    private let entries: [(gram: UInt64, weight: Double)]
    public let weight: Double

    public static let empty = GramBag([])

    init(_ entries: [(gram: UInt64, weight: Double)]) {
        self.entries = entries
        weight = entries.reduce(0) { $0 + $1.weight }
    }

    public var grams: [UInt64] { entries.map(\.gram) }

    public func union(_ other: GramBag) -> GramBag {
        GramBag(
            Dictionary((entries + other.entries).map { ($0.gram, $0.weight) }, uniquingKeysWith: { $1 })
                .sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// The weight of what both have.
    public func shared(_ other: GramBag) -> Double {
        var (a, b, sum) = (0, 0, 0.0)
        while a < entries.count, b < other.entries.count {
            if entries[a].gram == other.entries[b].gram {
                sum += entries[a].weight
                a += 1
                b += 1
            } else if entries[a].gram < other.entries[b].gram {
                a += 1
            } else {
                b += 1
            }
        }
        return sum
    }

    /// The share of this one that the other has.
    ///
    /// **Range:** 0 to 1.
    public func coverage(by other: GramBag) -> Double { weight > 0 ? shared(other) / weight : 0 }

    /// How alike both are: the geometric mean of both coverages.
    ///
    /// **Range:** 0 to 1.
    public func likeness(_ other: GramBag) -> Double {
        weight > 0 && other.weight > 0 ? shared(other) / (weight * other.weight).squareRoot() : 0
    }
}
