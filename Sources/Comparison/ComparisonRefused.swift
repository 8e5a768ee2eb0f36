public import HTTPTypes
public import Web

/// Why a wish about another portal's catalogue is not taken.
public enum ComparisonRefused: Refusal, Hashable, CaseIterable {
    /// There is no such file.
    case noFile
    /// The other catalogue has no item with this code.
    case unknownThere
    /// There is no such service.
    case unknownHere
    /// Neither an item nor a service, a merge of one alone, or no such verdict.
    case malformed
    /// A decision says why.
    case noReason

    public var slug: String {
        switch self {
        case .noFile: "comparison-no-file"
        case .unknownThere: "comparison-unknown-there"
        case .unknownHere: "comparison-unknown-here"
        case .malformed: "comparison-malformed"
        case .noReason: "comparison-no-reason"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .noFile, .unknownThere, .unknownHere: .notFound
        case .malformed, .noReason: .unprocessableContent
        }
    }
}
