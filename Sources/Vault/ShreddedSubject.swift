public import Base

/// A subject whose key was destroyed: an id that leads to nobody any more, and when.
public struct ShreddedSubject: Hashable, Sendable {
    public let id: Token
    public let at: Instant

    public init(id: Token, at: Instant) {
        self.id = id
        self.at = at
    }
}
