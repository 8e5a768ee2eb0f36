public import Base

/// What a department asks the person to answer again, all of it at once.
public struct CaseCorrection: Hashable, Sendable {
    public let key: CaseStep.Key
    /// 1, and above it for files that turned out to be infected after they had been asked for.
    public let round: Int
    /// The ids of the questions, in the order of the form.
    public let questions: [String]
    /// Those that she has answered again.
    public let answered: Set<String>
    public let reason: GivenReason
    /// In the clerk's words, for the person; nil when the reason says all.
    public let note: String?
    public let askedAt: Instant
    /// After this the case counts as given up.
    public internal(set) var answerBy: Instant
    public let answeredAt: Instant?

    public var isComplete: Bool { answered.isSuperset(of: questions) }
}
