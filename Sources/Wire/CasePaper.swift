/// Which paper of a case is meant.
public enum CasePaper: String, Codable, Hashable, Sendable, CaseIterable {
    /// What the case is about: the certificate, the licence, the answer.
    case result
    /// That an application was received 收件凭证, printed while departments decide.
    case receipt
    /// That it is complete and being decided 受理通知书.
    case acceptance
    /// That it was refused, why, and where its person can turn 不予办理决定书.
    case refusal

    /// Whether it tells of the case in place of being what the case is about.
    public var isLetter: Bool { self != .result }

    /// The last part of its page's path.
    public var place: String { self == .result ? "paper" : rawValue }

    /// From the last part of a path.
    public init?(place: String) {
        guard let paper = Self.allCases.first(where: { $0.place == place }) else { return nil }
        self = paper
    }
}
