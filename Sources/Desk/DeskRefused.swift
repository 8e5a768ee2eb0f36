public import HTTPTypes
public import Web

/// Why the desk does not do what somebody asked for, each with words that say what to do next.
public enum DeskRefused: Refusal, Hashable, CaseIterable {
    /// There are as many saved filters as one clerk may have.
    case tooManyFilters

    public var slug: String {
        switch self {
        case .tooManyFilters: "desk-too-many-filters"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .tooManyFilters: .conflict
        }
    }

    public var values: [String: String] { [:] }
}
