import Base
import Storage
import Vault

/// Ties the portal's account to a person's account here, once she has proved who she is on both sides; or unties them.
struct LinkPortal: Sendable {
    /// A sign-in of longer ago is not proof enough.
    static let proofLife = Duration.seconds(600)
    static let level = ProofLevel.substantial

    let parts: FederationParts

    /// - Throws: ``FederationRefused/portalTaken``, ``FederationRefused/proofTooWeak``; ``FederationRefused/notSignedIn`` where
    ///   her session has ended since the request found it.
    func callAsFunction(
        _ identity: PortalIdentity, of issuer: String, to person: SignedIn, requestID: String
    ) async throws {
        let now = parts.world.now()
        guard person.level >= Self.level, now.since(person.authenticatedAt) <= Self.proofLife else {
            throw FederationRefused.proofTooWeak
        }
        let subject = PortalNames(vault: parts.vault, issuer: issuer).subject(identity.subject)
        try await parts.engine.write { [parts] db in
            // A lost phone that was shut out meanwhile opens no other door.
            guard try parts.doors.isLive(person.session, db) else { throw FederationRefused.notSignedIn }
            guard try PortalLinkStore.link(subject, to: person.citizen, at: now, in: db) else {
                throw FederationRefused.portalTaken
            }
            try parts.note(
                "portal.linked", client: "city-portal", citizen: person.citizen, requestID: requestID, in: db)
        }
    }

    func unlink(_ person: SignedIn, requestID: String) async throws {
        try await parts.engine.write { [parts] db in
            try parts.ties.portal(of: person.citizen, requestID: requestID, in: db)
        }
    }
}
