public import Base
public import Catalogue
public import Storage

/// What a person asked about her data, and what came of it.
public struct PrivacyRequest: Hashable, Sendable {
    /// Why a request is refused, in closed words that name the way on.
    public enum Reason: String, Sendable, CaseIterable, SQLConvertible {
        /// A law makes us keep it; the words name the law's days.
        case lawKeeps = "law-keeps"
        /// Another body keeps it, and mends it.
        case otherBody = "other-body"
        /// What stands there is right.
        case correct
        /// Nothing is kept that it could be about.
        case nothingKept = "nothing-kept"
        /// It would tell of somebody else.
        case otherPerson = "other-person"
        /// The same was asked and answered a short while ago.
        case repeated
    }

    public let number: RequestNumber
    public let citizen: Token
    public let right: PersonRight
    public let topic: RequestTopic
    /// The place in the audit log of the act that it is about.
    public let aboutIndex: Int64?
    public let state: RequestState
    public let language: Language
    public let madeAt: Instant
    /// The last moment for the answer.
    public let dueAt: Instant
    public let remindAt: Instant
    public let endedAt: Instant?
    public let reason: Reason?
    /// What she wrote; nil on a list, and when she wrote nothing.
    public var text: String?
    /// What she is answered; nil on a list, and before there is an answer.
    public var answer: String?

    /// Whether the last day has passed without an answer.
    public func isOverdue(at now: Instant) -> Bool { state.isOpen && now > dueAt }
}

/// One row of a request's history.
public struct RequestStep: Hashable, Sendable {
    public let event: RequestEvent
    public let at: Instant
    /// The official, by the account's id; nil when it was the person or the house itself.
    public let official: String?
}
