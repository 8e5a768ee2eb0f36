public import Base

/// A person at a terminal asks for her paper.
public struct PrintRequest: Hashable, Sendable {
    public let caseNumber: String
    /// The session's subject.
    public let subject: Token
    /// SHA-256 of the session's token.
    public let sessionHash: [UInt8]
    public let terminalID: String
    /// Whether the person asks for a paper again that was printed before.
    public let again: Bool
    public let requestID: String?

    public init(
        caseNumber: String, subject: Token, sessionHash: [UInt8], terminalID: String, again: Bool = false,
        requestID: String? = nil
    ) {
        self.caseNumber = caseNumber
        self.subject = subject
        self.sessionHash = sessionHash
        self.terminalID = terminalID
        self.again = again
        self.requestID = requestID
    }
}
