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

    /// The sets for which a terminal has a way; a service that asks for another could never be begun.
    public static let offered: [Set<ServiceFactor>] = [
        [.card, .face], [.card, .code], [.card, .phone], [.phone], [.network],
    ]

    /// The offered sets that are sure enough, as a service's file writes them.
    static func ways(reaching least: ServiceAssurance) -> [String] {
        offered.filter { assurance(of: $0) >= least }.map { set in
            "[\(allCases.filter(set.contains).map(\.rawValue).joined(separator: ", "))]"
        }
    }

    /// What a set of factors is worth at best.
    ///
    /// A code by SMS, which whoever took over the number reads, reaches `substantial` with the card and never `high`.
    ///
    /// Source: the levels of ISO/IEC 29115 above none; NIST SP 800-63B-4, 3.1.3.3 (restricted); ASVS 5.0, 6.6.1.
    public static func assurance(of set: Set<ServiceFactor>) -> ServiceAssurance {
        if set.contains(.card), !set.isDisjoint(with: [.face, .phone, .network]) { return .high }
        return set.count > 1 || !set.isDisjoint(with: [.phone, .network]) ? .substantial : .basic
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
    /// The identity card itself beside a factor that nobody has who only took over her number.
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
