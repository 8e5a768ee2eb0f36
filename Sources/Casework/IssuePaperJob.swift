public import Storage

/// The job that makes a paper when the direct way was cut off.
public struct IssuePaperJob: JobHandler {
    static let kindName = "case.issue-paper"

    public let kind = kindName
    let issue: IssuePaper

    public init(_ parts: CaseParts) {
        issue = IssuePaper(parts)
    }

    public func run(_ job: Job) async throws {
        guard let number = CaseNumber(rawValue: String(decoding: job.payload, as: UTF8.self)) else {
            throw CaseRefused.unknownCase
        }
        try await issue(number)
    }
}
