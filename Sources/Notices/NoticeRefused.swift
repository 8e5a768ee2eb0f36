public import HTTPTypes
public import Web

/// Why a choice about notices is not taken.
public enum NoticeRefused: Refusal, Hashable, CaseIterable {
    /// A law wants it told.
    case required
    case choiceUnknown
    /// The house has no official account.
    case weChatOff
    /// She has been shown as many pictures within the hour as she may.
    case weChatTooOften
    /// The picture is too old, was used, or was scanned by two.
    case weChatOver
    /// WeChat gives no answer, or takes no message for this phone.
    case weChatSilent
    case weChatCodeWrong
    /// What was posted is not WeChat's.
    case weChatUnsigned

    public var slug: String {
        switch self {
        case .required: "notice-required"
        case .choiceUnknown: "notice-choice-unknown"
        case .weChatOff: "wechat-off"
        case .weChatTooOften: "wechat-too-often"
        case .weChatOver: "wechat-over"
        case .weChatSilent: "wechat-silent"
        case .weChatCodeWrong: "wechat-code-wrong"
        case .weChatUnsigned: "wechat-unsigned"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .required, .weChatOver: .conflict
        case .choiceUnknown, .weChatCodeWrong: .unprocessableContent
        case .weChatOff: .notFound
        case .weChatTooOften: .tooManyRequests
        case .weChatSilent: .serviceUnavailable
        case .weChatUnsigned: .forbidden
        }
    }
}
