public import Base

/// A rule of law an item stands on 设定依据.
public struct LegalBasis: Hashable, Sendable {
    public let title: String
    /// The article, such as `第四条`.
    public let clause: String
    public let url: String?
    /// The last day on which the rule is in force, when it is known to end.
    public let validUntil: CalendarDate?
    /// Whether a person has compared the citation with the text of the law.
    public let isVerified: Bool
}
