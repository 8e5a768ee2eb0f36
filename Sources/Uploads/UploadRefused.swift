public import HTTPTypes
public import Web

/// Why a file is not taken, or not opened.
public enum UploadRefused: Refusal, Hashable {
    /// **Unit:** megabytes.
    case tooLarge(max: Int)
    /// A picture that unfolds into more than it is worth.
    case tooManyPixels
    /// Neither a PDF nor a picture.
    case otherType
    /// Something else where a picture is asked for, a PDF too.
    case noPicture
    /// Begins like one of ours and cannot be read to its end.
    case damaged
    /// A PDF with a password: nobody can look into it, no scanner either.
    case locked
    /// A scanner knows it.
    case infected
    /// **Unit:** files of one question.
    case tooMany(max: Int)
    /// The case, or its person, has sent as much as one may.
    case noRoom
    /// There is none, or it is another's.
    case unknown
    /// Staff open nothing that no scanner has looked at.
    case notScanned
    /// A form without a file in it.
    case missing
    /// More pictures wait to be looked at than can be in time.
    case busy

    public var slug: String {
        switch self {
        case .tooLarge: "file-too-large"
        case .tooManyPixels: "file-too-many-pixels"
        case .otherType: "file-other-type"
        case .noPicture: "file-no-picture"
        case .damaged: "file-damaged"
        case .locked: "file-locked"
        case .infected: "file-infected"
        case .tooMany: "file-too-many"
        case .noRoom: "file-no-room"
        case .unknown: "file-unknown"
        case .notScanned: "file-not-scanned"
        case .missing: "file-missing"
        case .busy: "file-busy"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .tooLarge, .tooManyPixels: .contentTooLarge
        case .otherType, .noPicture: .unsupportedMediaType
        case .damaged, .locked, .infected, .tooMany, .noRoom, .missing: .unprocessableContent
        case .unknown: .notFound
        case .notScanned: .conflict
        case .busy: .tooManyRequests
        }
    }

    public var values: [String: String] {
        switch self {
        case .tooLarge(let max), .tooMany(let max): ["max": String(max)]
        case .tooManyPixels, .otherType, .noPicture, .damaged, .locked, .infected, .noRoom, .unknown,
            .notScanned,
            .missing, .busy:
            [:]
        }
    }
}
