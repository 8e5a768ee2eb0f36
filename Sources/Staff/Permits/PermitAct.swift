/// What is done at the server's console and takes two people of the desk.
public enum PermitAct: Hashable, Sendable {
    /// Another key for everybody's keys.
    case keysRotate
    /// Other keys for tokens that other sites check.
    case keysTokens
    /// The city's seal; the certificate's SHA-256 in lower-case hex says which.
    case keysSeal(String)

    static let sealWord = "keys-seal"

    /// `keys-rotate`, `keys-tokens`, or `keys-seal` with the fingerprint after a blank.
    public var text: String {
        switch self {
        case .keysRotate: "keys-rotate"
        case .keysTokens: "keys-tokens"
        case .keysSeal(let fingerprint): "\(Self.sealWord) \(fingerprint)"
        }
    }

    public var kind: ApprovalKind { .sealEnrolment }

    /// - Returns: Nil for what ``text`` never writes.
    public init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("keys-rotate", 1): self = .keysRotate
        case ("keys-tokens", 1): self = .keysTokens
        case (Self.sealWord, 2):
            guard parts[1].wholeMatch(of: /[0-9a-f]{64}/) != nil else { return nil }
            self = .keysSeal(parts[1])
        default: return nil
        }
    }
}
