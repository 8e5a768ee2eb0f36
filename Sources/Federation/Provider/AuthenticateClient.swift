import Base
import Foundation
import Storage
import Vault
import Web

/// Finds out which client's program sent a request, by the one way that its registration names.
struct AuthenticateClient: Sendable {
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    private static let assertionLife = Duration.seconds(3_600)

    let parts: FederationParts

    /// - Throws: ``OIDCError/invalidClient`` whatever was wrong; ``OIDCError/invalidRequest`` for two ways at once.
    func callAsFunction(_ form: Form, authorization: String?) async throws -> Client {
        let ways = [
            authorization != nil, form["client_secret"] != nil,
            form["client_assertion"] != nil || form["client_assertion_type"] != nil,
        ]
        guard ways.count(where: \.self) <= 1 else { throw OIDCError.invalidRequest }
        let client: Client
        if let authorization {
            client = try basic(authorization)
        } else if let secret = form["client_secret"] {
            client = try posted(secret, of: form["client_id"])
        } else if let assertion = form["client_assertion"] {
            client = try await asserted(assertion, type: form["client_assertion_type"])
        } else {
            throw OIDCError.invalidClient
        }
        guard form["client_id"].map({ $0 == client.id }) ?? true else { throw OIDCError.invalidClient }
        return client
    }

    private func basic(_ header: String) throws(OIDCError) -> Client {
        guard let (id, secret) = Self.credentials(of: header),
            let client = parts.clients[id], case .headerSecret(let hash) = client.credential,
            constantTimeEquals(FederationParts.hash(secret), hash)
        else { throw .invalidClient }
        return client
    }

    /// What a Basic header says; nil for every other header.
    static func credentials(of header: String) -> (id: String, secret: String)? {
        let words = header.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "basic",
            let pair = Data(base64Encoded: String(words[1])).flatMap({ String(bytes: $0, encoding: .utf8) }),
            let colon = pair.firstIndex(of: ":"),
            // RFC 6749 section 2.3.1: both halves are encoded like a form's.
            let id = decoded(pair[..<colon]), let secret = decoded(pair[colon...].dropFirst())
        else { return nil }
        return (id, secret)
    }

    private func posted(_ secret: String, of id: String?) throws(OIDCError) -> Client {
        guard let client = id.flatMap({ parts.clients[$0] }), case .bodySecret(let hash) = client.credential,
            constantTimeEquals(FederationParts.hash(secret), hash)
        else { throw .invalidClient }
        return client
    }

    private func asserted(_ assertion: String, type: String?) async throws -> Client {
        guard type == Self.assertionType, let id = Self.subject(of: assertion),
            let client = parts.clients[id], case .keys(let keys) = client.credential
        else { throw OIDCError.invalidClient }
        let now = parts.world.now()
        let check = TokenCheck(
            issuer: client.id, audiences: [parts.issuer, parts.issuer + Discovery.tokenPath],
            lifeMax: Self.assertionLife)
        guard
            let claims = try? JWS.claims(
                of: assertion, types: ["jwt", "", "client-authentication+jwt"], keys: keys),
            (try? check(claims, at: now)) != nil, claims["sub"]?.text == client.id,
            let name = claims["jti"]?.text, (1...256).contains(name.utf8.count)
        else { throw OIDCError.invalidClient }
        let end = now + Self.assertionLife + TokenCheck.aheadMax
        let isNew = try await parts.engine.write { db in
            try SeenTokenStore.insert(name, of: client.id, until: end, in: db)
        }
        guard isNew else { throw OIDCError.invalidClient }
        return client
    }

    /// Whom an assertion speaks of, before anything in it is believed: it only says whose keys to check it with.
    private static func subject(of assertion: String) -> String? {
        let parts = assertion.split(separator: ".", omittingEmptySubsequences: false)
        guard assertion.utf8.count <= JWS.lengthMax, parts.count == 3 else { return nil }
        return Base64URL.decode(parts[1]).flatMap { JSONValue($0) }?["sub"]?.text
    }

    private static func decoded(_ text: Substring) -> String? {
        (try? Form(Array("v=".utf8) + Array(text.utf8)))?["v"]
    }
}
