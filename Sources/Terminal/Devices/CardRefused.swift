/// Why no card could be read; each leads the citizen to a page that says what to do.
public enum CardRefused: String, Error, Hashable, Sendable, CaseIterable {
    case missing = "card-missing"
    case unreadable = "card-unreadable"
    case foreign = "card-foreign"
    case expired = "card-expired"
    case readerOut = "reader-out"
}
