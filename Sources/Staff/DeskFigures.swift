/// How long the desk's exceptions last; no law sets these, each is the house's own choice.
///
/// What the choice serves: whoever handles personal information sets reasonable limits for those who work with it (Personal
/// Information Protection Law, article 51, item 4), and keeps what one person alone may do apart (GB/T 22239, 三员分立).
public struct DeskFigures: Hashable, Sendable {
    /// How long somebody looks without an open case after breaking the glass.
    public var glassLife = Duration.seconds(30 * 60)
    /// Within which somebody else says whether the glass had to be broken.
    public var reviewWithin = Duration.seconds(72 * 3_600)
    /// Between the console's beginning of a recovery and its code: long enough for a person who works every day to see it.
    public var recoveryWait = Duration.seconds(24 * 3_600)
    /// An export of more persons takes two people.
    public var exportAloneMax = 50

    public init() {}

    public var glassMinutes: Int { Int(glassLife.components.seconds / 60) }
    public var reviewHours: Int { Int(reviewWithin.components.seconds / 3_600) }
    public var recoveryHours: Int { Int(recoveryWait.components.seconds / 3_600) }
}
