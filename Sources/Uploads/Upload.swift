public import Base
public import Storage

/// A file that a person sent as a part of an answer; what is in it lies sealed in the store.
public struct Upload: Hashable, Sendable {
    /// Whether staff may open it.
    public enum State: String, Sendable, CaseIterable, SQLConvertible {
        /// In quarantine: no scanner has looked at it yet.
        case waiting
        case clean
        /// A scanner knew it; its bytes are gone.
        case infected
    }

    public let id: Token
    public let caseNumber: String
    /// The question it answers.
    public let question: String
    public let citizen: Token
    public let type: FileType
    /// **Unit:** bytes, as it is kept.
    public let size: Int
    public let state: State
    public let uploadedAt: Instant

    public init(
        id: Token, caseNumber: String, question: String, citizen: Token, type: FileType, size: Int,
        state: State, uploadedAt: Instant
    ) {
        self.id = id
        self.caseNumber = caseNumber
        self.question = question
        self.citizen = citizen
        self.type = type
        self.size = size
        self.state = state
        self.uploadedAt = uploadedAt
    }
}
