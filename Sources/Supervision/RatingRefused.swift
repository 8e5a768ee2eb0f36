public import HTTPTypes
public import Web

/// Why a rating cannot be taken.
public enum RatingRefused: Refusal, Hashable {
    /// One visit, one rating 一次一评.
    case alreadyGiven
    /// The level is none of the five, or the case number is none.
    case malformed
    /// The rating does not come from a terminal at a station.
    case unknownTerminal

    public var slug: String {
        switch self {
        case .alreadyGiven: "rating-already-given"
        case .malformed: "rating-malformed"
        case .unknownTerminal: "rating-terminal-unknown"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .alreadyGiven: .conflict
        case .malformed: .unprocessableContent
        case .unknownTerminal: .forbidden
        }
    }
}
