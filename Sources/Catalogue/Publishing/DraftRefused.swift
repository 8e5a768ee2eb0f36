public import HTTPTypes
public import Web

/// Why a draft is not saved, proposed or published, each with words that say what to do next.
public enum DraftRefused: Refusal, Hashable, CaseIterable {
    /// There is no such service, draft, proposal or version.
    case unknown
    /// Somebody else has saved it since the writer began.
    case changed
    case tooLarge
    /// A file has a name that no file of a service's folder has.
    case fileName
    /// With what was published meanwhile it does not make a catalogue any more.
    case unfit
    /// It says nothing else than what is offered.
    case same
    /// The service is another department's.
    case otherDepartment
    /// The day is over, or more than a year away.
    case day

    public var slug: String {
        switch self {
        case .unknown: "draft-unknown"
        case .changed: "draft-changed"
        case .tooLarge: "draft-too-large"
        case .fileName: "draft-file-name"
        case .unfit: "draft-unfit"
        case .same: "draft-same"
        case .otherDepartment: "draft-other-department"
        case .day: "draft-day"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .unknown: .notFound
        case .changed, .unfit, .same: .conflict
        case .tooLarge: .contentTooLarge
        case .otherDepartment: .forbidden
        case .day, .fileName: .unprocessableContent
        }
    }

    public var values: [String: String] { [:] }
}
