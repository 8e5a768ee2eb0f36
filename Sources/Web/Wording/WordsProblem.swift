public import Base

/// What can be wrong with the words; found at start, so that no reader meets it.
public enum WordsProblem: Error, Hashable, Sendable {
    case unreadable(file: String)
    case unsorted(file: String, key: String)
    case repeated(key: String, file: String)
    case keysDiffer(Language, keys: [String])
    case placesDiffer(Language, key: String)
}
