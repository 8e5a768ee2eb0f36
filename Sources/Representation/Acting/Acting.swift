public import Base
public import Catalogue

/// One visit in which a person acts for another: chosen once, and asked about before every step.
public struct Acting: Hashable, Sendable {
    public let id: Token
    public let session: Token
    public let kind: RepresentationKind
    /// Who stands at the screen.
    public let actor: Token
    /// Whose data it is about.
    public let subject: Token
    /// Set when the kind is a mandate, and only then.
    public let mandate: Token?
    public let chosenAt: Instant
    /// The mandate's end, or how long the register's word is taken.
    public let validUntil: Instant

    /// Whether one may go on with what the other began: the same two persons, by the same kind of right.
    ///
    /// A mandate that was given anew does as well as the former.
    public func isAsGood(as other: Acting) -> Bool {
        (kind, actor, subject) == (other.kind, other.actor, other.subject)
    }
}
