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
    /// Her certificate of the national network identity service and its password, shown in that service's app.
    case network

    /// What a set of factors is worth at best.
    ///
    /// Source: the levels of ISO/IEC 29115 above none.
    static func assurance(of set: Set<ServiceFactor>) -> ServiceAssurance {
        if set.contains(.card), set.count > 1 { return .high }
        return set.isDisjoint(with: [.phone, .network]) ? .basic : .substantial
    }

    /// Whether the proof needs an account at a service that nobody has to join.
    ///
    /// Source: 国家网络身份认证公共服务管理办法, articles 4, 6 and 7: who does not use it is served alike.
    public var isVoluntary: Bool { self == .network }

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
