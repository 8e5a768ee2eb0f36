public import HTTPTypes
public import Web

/// Why somebody cannot help now, or something cannot be done while she does.
public enum AssistanceRefused: Refusal, Hashable, CaseIterable {
    /// Not a number as volunteers have them.
    case numberUnreadable
    /// The code is wrong, used, too old, or was asked for at another terminal.
    case codeWrong
    /// Too many codes within the hour, here or for her.
    case tooMany
    /// Somebody helps here already.
    case alreadyHere
    /// Nobody helps here, or no longer.
    case nobodyHere
    /// This is the person's own press: the helper steps aside first.
    case helperBeside
    /// This is not done while somebody helps.
    case notWhileHelped
    /// What a volunteer needs is missing or cannot be read.
    case volunteerUnreadable
    case volunteerUnknown

    public var slug: String {
        switch self {
        case .numberUnreadable: "helper-number-unreadable"
        case .codeWrong: "helper-code-wrong"
        case .tooMany: "helper-too-many"
        case .alreadyHere: "helper-already-here"
        case .nobodyHere: "helper-nobody-here"
        case .helperBeside: "helper-beside"
        case .notWhileHelped: "helper-not-now"
        case .volunteerUnreadable: "volunteer-unreadable"
        case .volunteerUnknown: "volunteer-unknown"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .numberUnreadable, .codeWrong, .volunteerUnreadable: .unprocessableContent
        case .tooMany: .tooManyRequests
        case .alreadyHere, .nobodyHere: .conflict
        case .helperBeside, .notWhileHelped: .forbidden
        case .volunteerUnknown: .notFound
        }
    }
}
