public import HTTPTypes

/// What can be wrong with a posted form before its meaning is looked at.
public enum FormRefusal: Refusal, Hashable {
    case unreadable
    case missing(field: String)
    case tooLong(field: String, max: Int)
    /// Control characters in a line of text.
    case notPlain(field: String)

    public var slug: String {
        switch self {
        case .unreadable: "bad-request"
        case .missing: "field-missing"
        case .tooLong: "field-too-long"
        case .notPlain: "field-not-plain"
        }
    }

    public var status: HTTPResponse.Status {
        self == .unreadable ? .badRequest : .unprocessableContent
    }

    public var values: [String: String] {
        switch self {
        case .tooLong(_, let max): ["max": String(max)]
        case .unreadable, .missing, .notPlain: [:]
        }
    }

    /// The field at fault.
    public var field: String? {
        switch self {
        case .unreadable: nil
        case .missing(let field), .tooLong(let field, _), .notPlain(let field): field
        }
    }
}
