/// One proof of who a person is.
public enum ServiceFactor: String, Sendable, CaseIterable {
    /// The identity card on the reader.
    case card
    /// The face in front of the camera, compared by the national authority.
    case face
    /// A code sent to the person's own phone.
    case code
    /// The person's own phone, signed in to her account with two factors, agrees to this visit; no card is needed.
    case phone

    /// Whether the proof is a measurement of the body, which may never be the only way.
    public var isBiometric: Bool { self == .face }
}
