import Base
import Storage

/// What the pages of this room look up.
struct FederationQueries: Sendable {
    let parts: FederationParts

    /// What a person has agreed to with a client; nil when nothing, or when nobody is signed in.
    func consent(of person: SignedIn?, to client: Client) async throws -> ClientConsent? {
        guard let person else { return nil }
        return try await parts.engine.read { db in
            try ClientConsentStore.find(person.citizen, client.id, in: db)
        }
    }

    /// What a person has agreed to and not taken back, and whether her account is linked to the portal's.
    func connections(of person: SignedIn) async throws -> (given: [ClientConsent], isLinked: Bool) {
        try await parts.engine.read { db in
            (
                given: try ClientConsentStore.given(by: person.citizen, in: db),
                isLinked: try PortalLinkStore.isLinked(person.citizen, in: db)
            )
        }
    }

    /// Our sessions that came through the portal under these names of its own.
    func sessions(subject: [UInt8]?, sid: [UInt8]?) async throws -> [Token] {
        try await parts.engine.read { db in
            try PortalSessionStore.find(subject: subject, sid: sid, in: db)
        }
    }
}
