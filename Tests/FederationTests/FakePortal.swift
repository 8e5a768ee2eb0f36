import Base
import Synchronization
import Vault

@testable import Federation

/// The city portal as a test wants it: real keys, and whatever it is told to say.
final class FakePortal: PortalPort {
    static let issuer = "https://i.example"

    struct State {
        var key: SigningKey
        var published: JWKSet
        /// What it says about itself after the next look.
        var coming: JWKSet?
        var identity: String?
        var failure: PortError?
        var asked: [(code: String, verifier: String, assertion: String)] = []
    }

    let account = PortalAccount(
        issuer: FakePortal.issuer, client: "egret", redirect: FederationHouse.issuer + "/portal/callback")
    private let world: World
    private let state: Mutex<State>

    init(world: World) throws {
        self.world = world
        let key = try SigningKey.generate(.p256)
        state = Mutex(State(key: key, published: JWKSet([JWK(key.publicKey)])))
    }

    var key: SigningKey { state.withLock { $0.key } }
    var asked: [(code: String, verifier: String, assertion: String)] { state.withLock { $0.asked } }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// An ID token with the claims changed.
    func identity(
        nonce: String, _ change: (inout [String: JSONValue]) -> Void = { _ in }, type: String = "JWT"
    ) throws -> String {
        let now = world.now()
        var claims: [String: JSONValue] = [
            "iss": .text(Self.issuer), "sub": "portal-person-1", "aud": "egret", "sid": "portal-session-1",
            "iat": now.numericDate, "exp": (now + .seconds(300)).numericDate, "nonce": .text(nonce),
            "auth_time": now.numericDate, "acr": .text(ProofLevel.high.acr),
        ]
        change(&claims)
        return try JWS.sign(.object(claims), type: type, with: key)
    }

    /// A logout token with the claims changed.
    func logout(
        _ change: (inout [String: JSONValue]) -> Void = { _ in }, type: String = "logout+jwt",
        key other: SigningKey? = nil
    ) throws -> String {
        let now = world.now()
        var claims: [String: JSONValue] = [
            "iss": .text(Self.issuer), "aud": "egret", "iat": now.numericDate,
            "exp": (now + .seconds(120)).numericDate, "jti": .text(Token(world).rawValue),
            "events": ["http://schemas.openid.net/event/backchannel-logout": [:]],
            "sub": "portal-person-1", "sid": "portal-session-1",
        ]
        change(&claims)
        return try JWS.sign(.object(claims), type: type, with: other ?? key)
    }

    func description() async throws -> PortalDescription {
        PortalDescription(
            authorization: Self.issuer + "/authorize", token: Self.issuer + "/token",
            keys: Self.issuer + "/jwks")
    }

    func keys(again: Bool) async throws -> JWKSet {
        state.withLock { state in
            if again, let coming = state.coming { state.published = coming }
            return state.published
        }
    }

    func identity(
        code: String, verifier: String, redirect: String, client: String, assertion: String
    ) async throws -> String {
        try state.withLock { state in
            state.asked.append((code, verifier, assertion))
            if let failure = state.failure { throw failure }
            return state.identity ?? ""
        }
    }
}
