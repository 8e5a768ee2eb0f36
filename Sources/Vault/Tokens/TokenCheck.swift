public import Base

/// Which claim of a signed token is not what it must be.
public enum TokenRefused: String, Error, Hashable, Sendable {
    case issuer
    case audience
    case expired
    /// Issued or valid only later than now.
    case early
    /// Good for longer than its kind may be.
    case tooLong
    /// A claim that must be there is missing, or of another type.
    case missing
}

/// The claims that every token is held against: who made it, for whom, and when (RFC 8725 sections 3.8 to 3.10).
public struct TokenCheck: Sendable {
    /// How far another machine's clock may be ahead; an end is never put off.
    public static let aheadMax = Duration.seconds(30)

    let issuer: String
    let audiences: Set<String>
    let lifeMax: Duration

    /// - Parameters:
    ///   - issuer: The only `iss`.
    ///   - audiences: Names of ours, one of which must be the only `aud`.
    ///   - lifeMax: The longest a token of the kind may live from its `iat`.
    public init(issuer: String, audiences: Set<String>, lifeMax: Duration) {
        self.issuer = issuer
        self.audiences = audiences
        self.lifeMax = lifeMax
    }

    public func callAsFunction(_ claims: JSONValue, at now: Instant) throws(TokenRefused) {
        guard let maker = claims["iss"]?.text, let audience = claims["aud"]?.texts,
            let end = Self.moment(claims["exp"]), let start = Self.moment(claims["iat"])
        else { throw .missing }
        guard maker == issuer else { throw .issuer }
        // A token for several is one that another of them could pass on.
        guard audience.count == 1, audiences.contains(audience[0]) else { throw .audience }
        guard now < end else { throw .expired }
        guard start <= now + Self.aheadMax else { throw .early }
        if let member = claims["nbf"] {
            guard let from = Self.moment(member) else { throw .missing }
            guard from <= now + Self.aheadMax else { throw .early }
        }
        guard end.since(start) <= lifeMax else { throw .tooLong }
    }

    /// A `NumericDate`: seconds since 1970, whole or not, within years that are years.
    static func moment(_ value: JSONValue?) -> Instant? {
        switch value {
        case .int(let seconds) where (0...253_402_300_799).contains(seconds):
            Instant(milliseconds: seconds * 1_000)
        case .real(let seconds) where (0...253_402_300_799).contains(seconds):
            Instant(milliseconds: Int64(seconds * 1_000))
        default: nil
        }
    }
}

extension Instant {
    /// As a `NumericDate` in a token: whole seconds since 1970.
    public var numericDate: JSONValue { .int(milliseconds / 1_000) }
}
