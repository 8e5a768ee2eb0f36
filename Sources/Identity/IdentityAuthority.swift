public import Base

/// The national authority that knows whether a name, a number and a face belong together 可信身份认证平台.
///
/// Contract: nothing is stored on the other side by a question; a question may be repeated with the same `key` and is
/// then one question to the authority's books. The call ends within ``IdentityClaim/deadline`` with a verdict or a
/// `PortError`; a verdict is only given when the answer's signature, serial number and every requested position were
/// checked. An answer that matches only some of what was asked is a mismatch, never a match.
public protocol IdentityAuthority: Sendable {
    func verdict(on claim: IdentityClaim, key: Token) async throws(PortError) -> IdentityVerdict
}

/// What a person at a terminal claims to be.
public struct IdentityClaim: Sendable {
    public static let deadline = Duration.seconds(10)

    public let name: String
    public let number: CitizenNumber
    /// A JPEG taken now, or nil when only name and number are asked about.
    public let face: [UInt8]?

    public init(name: String, number: CitizenNumber, face: [UInt8]?) {
        self.name = name
        self.number = number
        self.face = face
    }
}

/// The authority's answer; it holds no data about the person beyond the answer itself.
public enum IdentityVerdict: Hashable, Sendable {
    /// Everything asked about matches. `serial` is the authority's own number of the question.
    case match(serial: String)
    /// Name and number do not belong together, or are unknown.
    case identityMismatch(serial: String)
    /// Name and number belong together; the face is not that person's, or could not be compared.
    case faceMismatch(serial: String)
}
