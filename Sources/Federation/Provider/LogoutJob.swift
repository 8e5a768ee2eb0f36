public import Storage
import Base
import Vault

/// Where signed logout tokens leave the house.
public protocol LogoutPort: Sendable {
    /// Posts a token to a client's address; returns when the client has taken it.
    ///
    /// - Throws: `PortError`; with `failed` and a code that begins with 4, trying again changes nothing.
    func send(_ token: String, to address: String) async throws
}

/// Tells a client that a person's session is over (OpenID Connect Back-Channel Logout 1.0).
public struct LogoutJob: JobHandler {
    static let kindName = "oidc.logout"
    private static let life = Duration.seconds(120)

    public let kind = LogoutJob.kindName
    let parts: FederationParts
    let port: any LogoutPort

    public init(_ parts: FederationParts, port: any LogoutPort) {
        self.parts = parts
        self.port = port
    }

    public func run(_ job: Job) async throws {
        guard let id = Token(rawValue: String(decoding: job.payload, as: UTF8.self)),
            let grant = try await parts.engine.read({ db in try GrantStore.find(id, in: db) }),
            let client = parts.clients[grant.client], let address = client.backChannelLogout
        else { throw JobHopeless(reason: "client-or-grant-gone") }
        do {
            try await port.send(try token(grant, client), to: address)
        } catch PortError.failed(_, let code) where code.hasPrefix("4") {
            throw JobHopeless(reason: "client-refused-logout")
        }
    }

    /// Another token at every try: a client that has seen a `jti` refuses it.
    private func token(_ grant: Grant, _ client: Client) throws -> String {
        let now = parts.world.now()
        let names = SubjectNames(vault: parts.vault)
        let claims: JSONValue = [
            "iss": .text(parts.issuer), "aud": .text(client.id),
            "sub": .text(names.subject(grant.citizen, in: client.sector)),
            "sid": .text(names.session(grant.session, for: client.id)), "iat": now.numericDate,
            "exp": (now + Self.life).numericDate, "jti": .text(Token(parts.world).rawValue),
            "events": [LogoutToken.event: [:]],
        ]
        return try JWS.sign(
            claims, type: LogoutToken.type, with: parts.vault.ring.tokenKey(.provider, at: now))
    }
}

/// What a logout token is known by.
enum LogoutToken {
    static let type = "logout+jwt"
    static let event = "http://schemas.openid.net/event/backchannel-logout"
}
