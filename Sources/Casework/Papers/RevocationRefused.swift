public import HTTPTypes
public import Web

/// Why a paper is not revoked, each with words that say what to do next.
public enum RevocationRefused: Refusal, Hashable, CaseIterable {
    /// No paper of this number within the clerk's bounds: none at all and another department's look the same.
    case unknownPaper
    /// The digits that were typed stand on papers of several services.
    case severalPapers
    /// The second person's department or district is not the paper's.
    case otherDepartment
    /// A reason was chosen that is not offered.
    case reasonUnknown

    public var slug: String {
        switch self {
        case .unknownPaper: "revocation-paper-unknown"
        case .severalPapers: "revocation-paper-several"
        case .otherDepartment: "revocation-other-department"
        case .reasonUnknown: "revocation-reason-unknown"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .unknownPaper: .notFound
        case .severalPapers: .conflict
        case .otherDepartment: .forbidden
        case .reasonUnknown: .unprocessableContent
        }
    }

    public var fields: [String] { [.unknownPaper, .severalPapers].contains(self) ? ["paper"] : [] }
}
