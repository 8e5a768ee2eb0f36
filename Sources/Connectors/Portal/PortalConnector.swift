public import Base
public import Federation
public import Vault
import Synchronization

/// The city portal's provider, spoken to in OpenID Connect.
public final class PortalConnector: PortalPort {
    /// How long its description and its keys are believed without looking again.
    static let keptFor = Duration.seconds(3_600)
    /// However often somebody sends a token with an unknown key's name, the portal is not asked more often.
    static let lookAgainEvery = Duration.seconds(60)
    private static let deadline = Duration.seconds(10)

    private struct State {
        var description: (value: PortalDescription, at: Instant)?
        var keys: (value: JWKSet, at: Instant)?
    }

    private let issuer: String
    private let call: ForeignCall
    private let world: World
    private let state = Mutex(State())

    /// `issuer` is the portal's address as its tokens name it, without a slash at its end.
    public init(issuer: String, call: ForeignCall, world: World) {
        self.issuer = issuer
        self.call = call
        self.world = world
    }

    public func description() async throws -> PortalDescription {
        let now = world.now()
        if let kept = state.withLock({ $0.description }), Self.isYoung(kept.at, now, Self.keptFor) {
            return kept.value
        }
        let document = try await json(at: issuer + "/.well-known/openid-configuration")
        guard document["issuer"]?.text == issuer,
            let authorization = address(document["authorization_endpoint"]),
            let token = address(document["token_endpoint"]), let keys = address(document["jwks_uri"])
        else { throw untrusted("another issuer, or an address elsewhere") }
        let description = PortalDescription(authorization: authorization, token: token, keys: keys)
        state.withLock { $0.description = (description, now) }
        return description
    }

    public func keys(again: Bool) async throws -> JWKSet {
        let now = world.now()
        let limit = again ? Self.lookAgainEvery : Self.keptFor
        if let kept = state.withLock({ $0.keys }), Self.isYoung(kept.at, now, limit) { return kept.value }
        let answer = try await get(try await description().keys)
        guard let keys = JWKSet(answer) else { throw untrusted("no key set") }
        state.withLock { $0.keys = (keys, now) }
        return keys
    }

    public func identity(
        code: String, verifier: String, redirect: String, client: String, assertion: String
    ) async throws -> String {
        let endpoint = try await description().token
        let form = FormBody([
            ("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier),
            ("redirect_uri", redirect), ("client_id", client), ("client_assertion", assertion),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ])
        // Not repeatable: a code counts once, and whether it was counted is unknown.
        let answer = try await call.run(within: Self.deadline) { call in
            try await call.post(
                endpoint, headers: [("Accept", "application/json")], body: form.bytes, type: FormBody.type,
                repeatable: false)
        }
        guard answer.status == 200 else {
            throw PortError.failed(system: call.system, code: String(answer.status))
        }
        guard let token = JSONValue(answer.body)?["id_token"]?.text else { throw untrusted("no ID token") }
        return token
    }

    private func json(at url: String) async throws -> JSONValue {
        guard let value = JSONValue(try await get(url)) else { throw untrusted("no JSON") }
        return value
    }

    private func get(_ url: String) async throws -> [UInt8] {
        let answer = try await call.run(within: Self.deadline) { call in
            try await call.get(url, accept: "application/json")
        }
        guard answer.status == 200 else {
            throw PortError.failed(system: call.system, code: String(answer.status))
        }
        return answer.body
    }

    /// Only addresses below the issuer's own: a description cannot lead us, or the person, elsewhere.
    private func address(_ value: JSONValue?) -> String? {
        value?.text.flatMap { $0.hasPrefix(issuer + "/") && $0.utf8.count <= 512 ? $0 : nil }
    }

    private func untrusted(_ reason: String) -> PortError {
        .untrustworthy(system: call.system, reason: reason)
    }

    /// A clock that was set back makes nothing young.
    private static func isYoung(_ at: Instant, _ now: Instant, _ limit: Duration) -> Bool {
        let age = now.since(at)
        return age >= .zero && age < limit
    }
}
