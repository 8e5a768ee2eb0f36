import Audit
import Base
import Storage

/// Tells a client what its access token opens, and writes down that it asked.
struct ReadClaims: Sendable {
    let parts: FederationParts

    /// - Throws: ``OIDCError/invalidToken``.
    func callAsFunction(_ access: String, requestID: String) async throws -> JSONValue {
        let now = parts.world.now()
        let claims = try await parts.engine.write { [parts] db -> JSONValue? in
            guard let token = try TokenStore.find(FederationParts.hash(access), .access, in: db),
                now < token.expiresAt, let grant = try GrantStore.find(token.grant, in: db),
                grant.isLive(at: now),
                try grant.scopes.contains(.offline) || parts.doors.isLive(grant.session, db),
                let client = parts.clients[grant.client],
                // A registration that was narrowed since counts at once.
                case let scopes = grant.scopes.intersection(client.scopes),
                let person = try parts.doors.person(grant.citizen, db)
            else { return nil }
            let claims = Self.claims(of: person, scopes)
            try parts.note(
                "site.told", actor: .department(client.id), client: client.id, citizen: grant.citizen,
                fields: scopes.fields, requestID: requestID, in: db)
            let subject = SubjectNames(vault: parts.vault).subject(grant.citizen, in: client.sector)
            return .object(claims.merging(["sub": .text(subject)]) { $1 })
        }
        guard let claims else { throw OIDCError.invalidToken }
        return claims
    }

    /// No more than the scopes open; the whole name where both names were asked for.
    static func claims(
        of person: FederationDoors.Person, _ scopes: Set<Scope>
    ) -> [String: JSONValue] {
        var claims: [String: JSONValue] = [:]
        if scopes.contains(.maskedName) {
            claims["name"] = PersonName(person.name).map { .text($0.masked) }
        }
        if scopes.contains(.profile) { claims["name"] = .text(person.name) }
        if scopes.contains(.phone) { claims["phone_number"] = person.phone.map(JSONValue.text) }
        if scopes.contains(.citizenNumber) { claims["citizen_number"] = .text(person.number) }
        return claims
    }
}
