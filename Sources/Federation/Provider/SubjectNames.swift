import Base
import Vault

/// The names under which other sites know persons and sessions: keyed, so that two sites cannot compare notes.
struct SubjectNames: Sendable {
    private static let subjects = BlindIndex("oidc.subject", bits: 256)
    private static let sessions = BlindIndex("oidc.session", bits: 128)

    let vault: Vault

    /// The `sub` of a person for all clients of a sector; it never changes (OpenID Connect Core section 8.1).
    func subject(_ citizen: Token, in sector: String) -> String {
        Base64URL.encode(vault.term(Self.subjects, "\(sector) \(citizen)"))
    }

    /// The `sid` of a session for one client.
    func session(_ session: Token, for client: String) -> String {
        Base64URL.encode(vault.term(Self.sessions, "\(client) \(session)"))
    }
}
