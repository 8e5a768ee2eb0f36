/// One proof of who a person is.
public enum ServiceFactor: String, Sendable, CaseIterable {
    /// The identity card on the reader.
    case card
    /// The face in front of the camera, compared by the national authority.
    case face
    /// A code sent to the person's own phone.
    case code

    /// Whether the proof is a measurement of the body, which may never be the only way.
    public var isBiometric: Bool { self == .face }
}
