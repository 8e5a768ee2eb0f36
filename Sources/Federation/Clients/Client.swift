import Base
import Vault

/// Another site that lets people sign in with their account here, as its registration says.
public struct Client: Hashable, Sendable {
    /// How the client's program proves that it is the client: the one way of its registration.
    enum Credential: Hashable, Sendable {
        /// `private_key_jwt` (RFC 7523).
        case keys(JWKSet)
        /// A secret of 256 random bits in the header (`client_secret_basic`); only its SHA-256 is known.
        case headerSecret(hash: [UInt8])
        /// The same in the body (`client_secret_post`).
        case bodySecret(hash: [UInt8])
    }

    public let id: String
    let name: [Language: String]
    /// Why it wants to know who somebody is, as the consent page says it.
    let purpose: [Language: String]
    /// Who answers for it: a telephone number or an address for people (PIPL article 23).
    let contact: String
    /// Clients of one sector know a person by one name, those of two sectors by two.
    let sector: String
    /// The only addresses that a code is sent to; compared byte by byte.
    let redirects: [String]
    let afterLogout: [String]
    /// Where it is told that a person's session is over; nil when it does not want to know.
    let backChannelLogout: String?
    let credential: Credential
    let scopes: Set<Scope>
    /// The weakest sign-in that it takes.
    let level: ProofLevel

    /// One line for an operator: id, way of proof, scopes, level.
    public var summary: String {
        let way =
            switch credential {
            case .keys(let set): "private_key_jwt (\(set.keys.count) keys)"
            case .headerSecret: "client_secret_basic"
            case .bodySecret: "client_secret_post"
            }
        return "\(id)\t\(way)\t\(scopes.text)\t\(level.name)"
    }
}
