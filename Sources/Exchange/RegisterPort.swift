public import Base

/// The registers that departments keep and answer from, one question about one person at a time.
///
/// Contract: every question names its purpose and its case. The answer is signed by the department and names the
/// person it is about; an adapter hands on only an answer whose signature holds and whose `subject` is the one that
/// was asked about, else it throws `PortError.untrustworthy`. A question may be repeated. The call ends within
/// ``RegisterQuestion/deadline``.
public protocol RegisterPort: Sendable {
    func record(for question: RegisterQuestion) async throws(PortError) -> RegisterRecord

    /// Whether a resource is known to be silent: asked often enough of late, and never answering since.
    ///
    /// It asks nobody, so that a page may say it beforehand.
    func isSilent(_ resource: String) -> Bool
}

extension RegisterPort {
    public func isSilent(_ resource: String) -> Bool { false }
}

public struct RegisterQuestion: Hashable, Sendable {
    public static let deadline = Duration.seconds(8)

    /// `<department>/<resource>`, such as `police/residents`.
    public let resource: String
    public let subject: CitizenNumber
    public let caseNumber: String
    /// The service's basic code: why the question may be asked.
    public let purpose: String
    /// The fields asked for; an answer holds these and no others.
    public let fields: [String]

    public init(
        resource: String, subject: CitizenNumber, caseNumber: String, purpose: String, fields: [String]
    ) {
        self.resource = resource
        self.subject = subject
        self.caseNumber = caseNumber
        self.purpose = purpose
        self.fields = fields
    }
}

public enum RegisterRecord: Hashable, Sendable {
    case found(subject: CitizenNumber, values: [String: RegisterValue])
    /// The register answered, in time and signed, that it holds nothing about this person.
    case nothing
}

public enum RegisterValue: Hashable, Sendable {
    case text(String)
    case table([[String: String]])
}
