/// How a service was rated, and what people named beside it.
public struct ServiceRatings: Hashable, Sendable {
    public let all: RatingCounts
    /// By the id of what a rating was about; a rating may name several, or none.
    public let byReason: [String: RatingCounts]
}
