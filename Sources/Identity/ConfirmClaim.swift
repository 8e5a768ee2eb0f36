import Base
import Storage
import Vault

/// Asks the authority whether the name and number of the card that was laid are a living person's.
struct ConfirmClaim: Sendable {
    let parts: IdentityParts
    let authority: any IdentityAuthority

    /// The claim of the card that lies in this visit.
    ///
    /// - Throws: ``IdentityRefused/cardUnreadable`` when none was read.
    func claim(of session: Session) async throws -> Claim {
        let vault = parts.vault
        return try await parts.engine.read { db in
            guard let sealed = try SessionStore.claim(of: session.id, in: db) else {
                throw IdentityRefused.cardUnreadable
            }
            return try Claim(sealed: sealed, by: vault, session: session.id)
        }
    }

    /// - Throws: ``IdentityRefused/identityMismatch``; `PortError` when the authority cannot answer.
    func callAsFunction(
        _ claim: Claim, for factor: Factor, in session: Session, requestID: String
    ) async throws {
        let asked = IdentityClaim(name: claim.name, number: try CitizenNumber(claim.number), face: nil)
        let verdict = try await parts.ask(authority, about: asked, for: factor, in: session, requestID)
        guard case .match = verdict else {
            try await parts.engine.write { [parts] db in
                try parts.note(
                    "identity.refused", of: factor, decision: "identity-mismatch", in: session, requestID,
                    in: db)
            }
            throw IdentityRefused.identityMismatch
        }
    }
}
