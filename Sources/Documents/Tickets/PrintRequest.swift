public import Base
import Audit
public import Wire

/// A person at a terminal asks for her paper.
public struct PrintRequest: Hashable, Sendable {
    public let caseNumber: String
    public let paper: CasePaper
    /// The session's subject.
    public let subject: Token
    /// SHA-256 of the session's token.
    public let sessionHash: [UInt8]
    public let terminalID: String
    /// Whether the person asks for a paper again that was printed before.
    public let again: Bool
    /// By what the person at the screen acts for the subject, and her own commitment; nil when she is the subject.
    public let agent: Agent?
    public let requestID: String?

    public struct Agent: Hashable, Sendable {
        public let relation: PaperAgent.Relation
        public let commitment: [UInt8]

        public init(relation: PaperAgent.Relation, commitment: [UInt8]) {
            self.relation = relation
            self.commitment = commitment
        }
    }

    public init(
        caseNumber: String, paper: CasePaper = .result, subject: Token, sessionHash: [UInt8],
        terminalID: String, again: Bool = false, agent: Agent? = nil, requestID: String? = nil
    ) {
        self.caseNumber = caseNumber
        self.paper = paper
        self.subject = subject
        self.sessionHash = sessionHash
        self.terminalID = terminalID
        self.again = again
        self.agent = agent
        self.requestID = requestID
    }
}

extension PrintRequest {
    var actor: AuditActor {
        agent.map { .representative(kind: $0.relation.rawValue, commitment: $0.commitment) } ?? .citizen
    }
}
