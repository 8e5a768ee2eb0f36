/// What is done at the server's console and takes two people of the desk.
public enum PermitAct: Hashable, Sendable {
    /// Another key for everybody's keys.
    case keysRotate
    /// Other keys for tokens that other sites check.
    case keysTokens
    /// The city's seal; the certificate's SHA-256 in lower-case hex says which.
    case keysSeal(String)
    /// Services; the SHA-256 that `egret catalogue publish` prints says which.
    case publish(String)
    /// One step of work at a person's request about her data; the request's number says which.
    case request(String)

    static let sealWord = "keys-seal"
    static let publishWord = "catalogue-publish"
    static let requestWord = "privacy-request"
    /// Those that say by a fingerprint or a number what they are for.
    static let named = [sealWord, publishWord, requestWord]

    /// `keys-rotate`, `keys-tokens`, or `keys-seal` or `catalogue-publish` with the fingerprint after a blank, or
    /// `privacy-request` with the number in small letters.
    public var text: String {
        switch self {
        case .keysRotate: "keys-rotate"
        case .keysTokens: "keys-tokens"
        case .keysSeal(let fingerprint): "\(Self.sealWord) \(fingerprint)"
        case .publish(let fingerprint): "\(Self.publishWord) \(fingerprint)"
        case .request(let number): "\(Self.requestWord) \(number.lowercased())"
        }
    }

    public var kind: ApprovalKind {
        switch self {
        case .keysRotate, .keysTokens, .keysSeal: .sealEnrolment
        case .publish: .publication
        case .request: .consoleRequest
        }
    }

    /// - Returns: Nil for what ``text`` never writes.
    public init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("keys-rotate", 1): self = .keysRotate
        case ("keys-tokens", 1): self = .keysTokens
        case (Self.sealWord, 2), (Self.publishWord, 2):
            guard parts[1].wholeMatch(of: /[0-9a-f]{64}/) != nil else { return nil }
            self = parts[0] == Self.sealWord ? .keysSeal(parts[1]) : .publish(parts[1])
        case (Self.requestWord, 2):
            guard parts[1].wholeMatch(of: /r[0-9]{12,18}/) != nil else { return nil }
            self = .request(parts[1])
        default: return nil
        }
    }
}
