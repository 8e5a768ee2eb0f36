/// How surely a person was recognised when she signed in; what other sites are told as `acr`.
public enum ProofLevel: Int, Sendable, CaseIterable, Comparable, Codable {
    /// One proof, or two of which both could be read off.
    case basic = 1
    /// Two different proofs.
    case substantial
    /// Two different proofs, one of which nobody can phish.
    case high

    public static func < (a: ProofLevel, b: ProofLevel) -> Bool { a.rawValue < b.rawValue }

    /// The value of `acr`, such as `urn:egret:acr:substantial`.
    public var acr: String { "urn:egret:acr:\(name)" }

    /// The last part of ``acr``.
    public var name: String {
        switch self {
        case .basic: "basic"
        case .substantial: "substantial"
        case .high: "high"
        }
    }

    public init?(acr: String) {
        guard let level = Self.allCases.first(where: { $0.acr == acr }) else { return nil }
        self = level
    }

    init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }
}
