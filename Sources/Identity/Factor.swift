public import Storage

/// Something a person shows to prove who she is.
public enum Factor: String, Sendable, CaseIterable, SQLConvertible {
    /// The chip of the identity card, read by the terminal.
    case card
    /// The face, compared by the national authority; never alone, never the only way.
    case face
    /// A code sent to the phone registered for the person.
    case code
}

/// The second factor a person chose on the first page of identification.
public enum Way: String, Sendable, CaseIterable, SQLConvertible {
    case face
    case code
}
