/// What can go wrong in the vault; everything here is a fault, never a refusal.
public enum VaultError: Error, Hashable, Sendable {
    /// No key of this name is in the ring or the database.
    case unknownKey(String)
    /// Ciphertext, place or signature do not belong together.
    case tampered
    /// The subject's key was destroyed; what it sealed is gone for good.
    case shredded
    /// The text or bytes are not what they should be; the sentence names what and never quotes a secret.
    case malformed(String)
    /// The cryptographic library refused; the sentence says during what.
    case openssl(String)
    /// More password checks are waiting than the hasher may hold.
    case busy
}

extension VaultError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownKey(let name): "no key named \(name)"
        case .tampered: "the sealed bytes or their signature were changed, or belong elsewhere"
        case .shredded: "the subject's key was destroyed"
        case .malformed(let what): what
        case .openssl(let what): "OpenSSL: \(what)"
        case .busy: "too many password checks are waiting"
        }
    }
}
