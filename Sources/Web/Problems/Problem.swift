public import Base
public import HTTPTypes

/// An RFC 9457 problem: what a reader may know about a failure.
///
/// Its words are `problem.<slug>.title` (what happened) and `problem.<slug>.remedy` (what to do next). The cause
/// goes to the log only, under the request id that the reader also sees.
public struct Problem: Error, Sendable {
    /// Stable; the last part of the type `/problems/<slug>`.
    public let slug: String
    /// **Range:** 400…599.
    public let status: HTTPResponse.Status
    /// Fills the places of the words.
    public let values: [String: String]
    /// Fills places whose words depend on the reader's language.
    let localValues: [Language: [String: String]]
    /// For the log; never shown.
    public let cause: String?
    /// Such as `Retry-After` and `Allow`.
    public let headers: HTTPFields
    /// The form fields at fault.
    public let fields: [String]
    /// What is refused in each of several parts.
    public let parts: [RefusedPart]
    /// Where its reader at the desk does what the remedy says.
    public let page: String?

    public init(
        _ slug: String, _ status: HTTPResponse.Status, values: [String: String] = [:],
        localValues: [Language: [String: String]] = [:], cause: String? = nil,
        headers: HTTPFields = [:], fields: [String] = [], parts: [RefusedPart] = [],
        page: String? = nil
    ) {
        precondition(status.code >= 400, "a problem is a 4xx or a 5xx")
        self.slug = slug
        self.status = status
        self.values = values
        self.localValues = localValues
        self.cause = cause
        self.headers = headers
        self.fields = fields
        self.parts = parts
        self.page = page
    }

    /// There is no such page or thing, or this reader may not know of it.
    public static let notFound = Problem("not-found", .notFound)
    /// The reader is known, and may not do this.
    public static let forbidden = Problem("forbidden", .forbidden)
    /// Ours to repair; the cause is for the log.
    public static func fault(_ cause: String) -> Problem {
        Problem("fault", .internalServerError, cause: cause)
    }
}
