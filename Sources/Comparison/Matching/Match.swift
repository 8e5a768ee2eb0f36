public import Catalogue

/// An item of theirs and a service of ours that are taken for the same, or for parts of the same.
public struct Match: Hashable, Sendable {
    /// By what they were found, the surest first.
    public enum Basis: String, Sendable, CaseIterable {
        /// A person decided it.
        case decision
        case implementationCode = "implementation-code"
        case basicCode = "basic-code"
        case text
    }

    /// The code there.
    public let there: String
    public let here: ServiceID
    public let basis: Basis
    /// **Range:** 0 to 1; 1 is a person's word alone.
    public let confidence: Double
}

/// Two items that bear one code and are not alike: somebody mistyped a code.
public struct CodeInDoubt: Hashable, Sendable {
    public let there: String
    public let here: ServiceID
}
