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

    /// What a set of factors is worth at best.
    ///
    /// Source: the levels of ISO/IEC 29115 above none.
    static func assurance(of set: Set<ServiceFactor>) -> ServiceAssurance {
        if set.contains(.card), set.count > 1 { return .high }
        return set.contains(.phone) ? .substantial : .basic
    }

    /// Whether the proof is a measurement of the body, which may never be the only way.
    public var isBiometric: Bool { self == .face }
}

/// How sure a service must be that the one before it is the person.
public enum ServiceAssurance: String, Sendable, CaseIterable, Comparable {
    /// One factor, for what harms nobody.
    case basic
    /// Two different factors.
    case substantial
    /// The identity card itself beside another factor.
    case high

    public static func < (a: ServiceAssurance, b: ServiceAssurance) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .basic: 1
        case .substantial: 2
        case .high: 3
        }
    }
}
