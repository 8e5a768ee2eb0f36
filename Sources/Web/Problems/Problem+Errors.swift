import Base
import Hummingbird
import NIOCore
import Storage

extension Problem {
    /// The one place where errors become problems.
    public init(_ error: any Error) {
        switch error {
        case let problem as Problem:
            self = problem
        case let refusal as any Refusal:
            self.init(
                refusal.slug, refusal.status, values: refusal.values, localValues: refusal.localValues,
                headers: refusal.endsSession ? [.egretSession: SessionCarrier.ended] : [:],
                fields: refusal.fields,
                parts: refusal.parts, page: refusal.page)
        case let error as PortError:
            self.init(
                "department-unavailable", .serviceUnavailable, cause: "\(error)",
                headers: [.retryAfter: "60"])
        case let error as SQLError:
            self.init(error)
        case is DecodingError:
            self.init("bad-request", .badRequest, cause: Self.place(of: error))
        case is NIOTooManyBytesError:
            self.init("too-large", .contentTooLarge)
        case let error as NotYetHere:
            self.init(
                "try-again", .serviceUnavailable, cause: "not yet here: \(error.what)",
                headers: [.retryAfter: "\(NotYetHere.pause.components.seconds)"])
        case is CancellationError:
            self.init("try-again", .serviceUnavailable, cause: "cancelled", headers: [.retryAfter: "5"])
        case let error as any HTTPResponseError:
            self.init(status: error.status, cause: "\(error)")
        default:
            self.init("fault", .internalServerError, cause: "\(error)")
        }
    }

    private init(_ error: SQLError) {
        switch error {
        case .full:
            self.init("no-room", .serviceUnavailable, cause: "\(error)", headers: [.retryAfter: "60"])
        case .busy, .disconnected:
            self.init(
                "try-again", .serviceUnavailable, cause: "\(error)", headers: [.retryAfter: "5"])
        case .failed, .duplicate, .unreadable:
            self.init("fault", .internalServerError, cause: "\(error)")
        }
    }

    /// Hummingbird's own errors, by status alone.
    private init(status: HTTPResponse.Status, cause: String) {
        switch status {
        case .notFound: self = .notFound
        case .contentTooLarge: self.init("too-large", status)
        case .forbidden, .unauthorized: self.init("forbidden", .forbidden, cause: cause)
        case .serviceUnavailable:
            self.init("try-again", status, cause: cause, headers: [.retryAfter: "5"])
        case _ where (400..<500).contains(status.code): self.init("bad-request", status, cause: cause)
        default: self.init("fault", .internalServerError, cause: cause)
        }
    }

    /// Where a body failed to decode, without what stood there.
    private static func place(of error: any Error) -> String {
        let path =
            switch error as? DecodingError {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            default: [any CodingKey]()
            }
        return "does not decode at \(path.map(\.stringValue).joined(separator: "."))"
    }
}
