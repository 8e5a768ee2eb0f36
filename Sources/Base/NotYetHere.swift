/// What another node of the house knows already and this one is about to read: the same goes through in a moment without
/// anybody's doing.
public struct NotYetHere: Error, Hashable, Sendable {
    /// How long somebody waits before it is tried again.
    public static let pause = Duration.seconds(5)

    /// For the log; names no person.
    public let what: String

    public init(_ what: String) {
        self.what = what
    }
}
