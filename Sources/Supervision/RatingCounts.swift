/// How often each level was given.
public struct RatingCounts: Hashable, Sendable {
    public let byLevel: [RatingLevel: Int64]

    public init(byLevel: [RatingLevel: Int64]) {
        self.byLevel = byLevel
    }

    public var total: Int64 { byLevel.values.reduce(0, +) }

    public var bad: Int64 { byLevel.filter(\.key.isBad).values.reduce(0, +) }

    /// The share of the upper three levels in tenths of a percent; nil while there is no rating.
    public var satisfiedPerMille: Int64? {
        guard total > 0 else { return nil }
        return (total - bad) * 1_000 / total
    }
}
