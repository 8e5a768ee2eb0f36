import Base

/// Whom the portal vouches for, by its own name for her.
struct PortalIdentity: Codable, Hashable, Sendable {
    /// However sure the portal is, it saw her and we did not.
    static let levelMax = ProofLevel.substantial

    let subject: String
    let session: String?
    let level: ProofLevel
    let authenticatedAtMs: Int64

    var authenticatedAt: Instant { Instant(milliseconds: authenticatedAtMs) }
}

/// A way to the portal that was begun in one browser and has not come to its end.
struct PortalFlow: Codable, Hashable, Sendable {
    let state: String
    let nonce: String
    let verifier: String
    /// A path of this site.
    let next: String
}
