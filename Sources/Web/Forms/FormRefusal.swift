public import HTTPTypes

/// What can be wrong with a posted form before its meaning is looked at.
public enum FormRefusal: Refusal, Hashable {
    case unreadable
    case missing(field: String)
    case tooLong(field: String, max: Int)
    /// It stood on a page that was made for somebody else, who was signed in before.
    case otherPerson
    /// Control characters in a line of text.
    case notPlain(field: String)

    public var slug: String {
        switch self {
        case .unreadable: "bad-request"
        case .missing: "field-missing"
        case .tooLong: "field-too-long"
        case .notPlain: "field-not-plain"
        case .otherPerson: "form-other-person"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .unreadable: .badRequest
        case .otherPerson: .conflict
        case .missing, .tooLong, .notPlain: .unprocessableContent
        }
    }

    public var values: [String: String] {
        switch self {
        case .tooLong(_, let max): ["max": String(max)]
        case .unreadable, .otherPerson, .missing, .notPlain: [:]
        }
    }

    public var fields: [String] {
        switch self {
        case .unreadable, .otherPerson: []
        case .missing(let field), .tooLong(let field, _), .notPlain(let field): [field]
        }
    }
}
