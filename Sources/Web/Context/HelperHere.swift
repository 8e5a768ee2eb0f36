/// Somebody who helps at a terminal's screen, as every page tells it to the person.
public struct HelperHere: Hashable, Sendable {
    /// What the helper is called: a number, never a name.
    public let number: String
    /// Whether she has stepped aside, so that the page is the person's alone.
    public let isAside: Bool
    /// The words key of what the person should know on this page; nil for nothing.
    public let note: String?

    public init(number: String, isAside: Bool, note: String? = nil) {
        self.number = number
        self.isAside = isAside
        self.note = note
    }
}
