public import Base

/// What is done at the server's console and takes two people of the desk.
public enum PermitAct: Hashable, Sendable {
    /// Another key for everybody's keys.
    case keysRotate
    /// Other keys for tokens that other sites check.
    case keysTokens
    /// The city's seal; the certificate's SHA-256 in lower-case hex says which.
    case keysSeal(String)
    /// Services; the SHA-256 that `egret catalogue publish` prints says which, and from which day on they are offered.
    case publish(String, from: CalendarDate)
    /// One step of work at a person's request about her data; the request's number says which.
    case request(String)

    static let sealWord = "keys-seal"
    static let publishWord = "catalogue-publish"
    static let requestWord = "privacy-request"
    /// Those that say by a fingerprint or a number what they are for.
    static let named = [sealWord, publishWord, requestWord]
    /// **Unit:** characters of what is said so: a SHA-256, a blank and a day.
    static let nameMax = 75

    /// `keys-rotate`, `keys-tokens`, or `keys-seal` or `catalogue-publish` with the fingerprint after a blank and, of the
    /// latter, the day after another, or `privacy-request` with the number in small letters.
    public var text: String {
        switch self {
        case .keysRotate: "keys-rotate"
        case .keysTokens: "keys-tokens"
        case .keysSeal(let fingerprint): "\(Self.sealWord) \(fingerprint)"
        case .publish(let fingerprint, let day): "\(Self.publishWord) \(fingerprint) \(day)"
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
        case (Self.sealWord, 2):
            guard Self.isFingerprint(parts[1]) else { return nil }
            self = .keysSeal(parts[1])
        case (Self.publishWord, 3):
            guard Self.isFingerprint(parts[1]), let day = CalendarDate(parts[2]) else { return nil }
            self = .publish(parts[1], from: day)
        case (Self.requestWord, 2):
            guard parts[1].wholeMatch(of: /r[0-9]{12,18}/) != nil else { return nil }
            self = .request(parts[1])
        default: return nil
        }
    }

    private static func isFingerprint(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9a-f]{64}/) != nil
    }
}
