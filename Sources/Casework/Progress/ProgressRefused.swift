public import HTTPTypes
public import Web

/// Why the progress of a case is not shown.
public enum ProgressRefused: Refusal, Hashable {
    /// No case belongs to the two, or it is another's: the two look the same.
    case unknown
    /// Too many wrong tries.
    case wait(seconds: Int)

    public var slug: String {
        switch self {
        case .unknown: "progress-unknown"
        case .wait: "progress-wait"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .unknown: .notFound
        case .wait: .tooManyRequests
        }
    }

    public var values: [String: String] {
        switch self {
        case .unknown: [:]
        case .wait(let seconds): ["minutes": String((seconds + 59) / 60)]
        }
    }
}
