public import Storage

/// By what somebody may act for another person 代办.
public enum RepresentationKind: String, Hashable, Sendable, CaseIterable, SQLConvertible {
    /// A parent for a child under the age that the rules name.
    case child
    /// A grown-up child for an old parent.
    case parent
    /// Anybody to whom the person herself gave a mandate 委托.
    case mandate
}
