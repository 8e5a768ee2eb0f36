public import HTTPTypes
public import Web

/// Why a choice about notices is not taken.
public enum NoticeRefused: Refusal, Hashable, CaseIterable {
    /// A law wants it told.
    case required
    case choiceUnknown

    public var slug: String {
        switch self {
        case .required: "notice-required"
        case .choiceUnknown: "notice-choice-unknown"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .required: .conflict
        case .choiceUnknown: .unprocessableContent
        }
    }
}
