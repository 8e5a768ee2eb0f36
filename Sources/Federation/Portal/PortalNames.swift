import Base
import Vault

/// The portal's names for persons and sessions as we keep them: keyed, so that a stolen table names nobody at the portal.
struct PortalNames: Sendable {
    private static let subjects = BlindIndex("portal.subject", bits: 256)
    private static let sessions = BlindIndex("portal.session", bits: 256)

    let vault: Vault
    let issuer: String

    func subject(_ name: String) -> [UInt8] { vault.term(Self.subjects, "\(issuer) \(name)") }
    func session(_ name: String) -> [UInt8] { vault.term(Self.sessions, "\(issuer) \(name)") }
}
