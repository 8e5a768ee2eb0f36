public import Storage

/// How sure Egret is that the one before it is the person.
///
/// Source: the three levels of ISO/IEC 29115 above none.
public enum Assurance: String, Sendable, CaseIterable, Comparable, SQLConvertible {
    /// One factor, or two of which the second is a message to a phone: for what harms nobody.
    case basic
    /// Two different factors of which one cannot be replayed, or the card and a message to her phone.
    case substantial
    /// The identity card itself beside a factor that nobody has who only took over her number.
    case high

    public static func < (a: Assurance, b: Assurance) -> Bool { a.rank < b.rank }

    /// What a set of factors is worth; nil when it proves nothing.
    public init?(_ factors: Set<Factor>) {
        if factors.contains(.card), !factors.isDisjoint(with: [.face, .phone, .network]) {
            self = .high
        } else if factors.isSuperset(of: [.card, .code]) || factors.contains(.passkey)
            || factors.isSuperset(of: [.password, .totp])
            || !factors.isDisjoint(with: [.phone, .network])
        {
            self = .substantial
        } else if factors.contains(.password) || factors.contains(.activation) {
            self = .basic
        } else {
            return nil
        }
    }

    private var rank: Int {
        switch self {
        case .basic: 1
        case .substantial: 2
        case .high: 3
        }
    }
}
