import Audit
import Base
import Storage
import Vault

/// Gives a client its tokens for a code, once and within a minute.
struct RedeemCode: Sendable {
    private static let verifierLength = 43...128

    let parts: FederationParts

    /// - Throws: ``OIDCError/invalidGrant``, without a word about what was wrong.
    func callAsFunction(
        _ code: String, verifier: String, redirect: String, by client: Client
    ) async throws -> IssuedTokens {
        let now = parts.world.now()
        let issued = try await parts.engine.write { [parts] db -> IssuedTokens? in
            guard let grant = try GrantStore.find(codeHash: FederationParts.hash(code), in: db),
                grant.client == client.id
            else { return nil }
            guard try GrantStore.useCode(of: grant.id, at: now, in: db) else {
                // Somebody else has the code too: whoever was first loses what it brought (RFC 6749 section 4.1.2).
                try GrantStore.revoke(grant.id, at: now, in: db)
                try parts.note(
                    "site.code-replayed", actor: .system("federation"), client: client.id,
                    citizen: grant.citizen, requestID: nil, in: db)
                return nil
            }
            // What is to outlive her visit begins within it: who has signed out, or shut out a phone, lets nothing begin any more.
            guard grant.isLive(at: now), now.since(grant.issuedAt) < Grant.codeLife,
                try parts.doors.isLive(grant.session, db),
                grant.redirect == redirect, Self.proves(verifier, grant.challenge)
            else {
                try GrantStore.revoke(grant.id, at: now, in: db)
                return nil
            }
            return try IssuedTokens.issue(for: grant, parts: parts, at: now, in: db)
        }
        guard let issued else { throw OIDCError.invalidGrant }
        return issued
    }

    /// RFC 7636 section 4.6, method S256 alone.
    static func proves(_ verifier: String, _ challenge: String) -> Bool {
        guard verifierLength.contains(verifier.utf8.count),
            verifier.utf8.allSatisfy({ byte in
                Character(UnicodeScalar(byte)).isASCII
                    && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
                        || "-._~".utf8.contains(byte))
            }), let expected = Base64URL.decode(challenge)
        else { return false }
        return constantTimeEquals(Digest.sha256(Array(verifier.utf8)), expected)
    }
}
