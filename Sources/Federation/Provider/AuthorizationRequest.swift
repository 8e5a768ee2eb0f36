import Base
import Web

/// What a client asked for when it sent a person here, once client and return address are sure.
struct AuthorizationRequest: Codable, Hashable, Sendable {
    enum Prompt: String, Codable, Hashable, Sendable {
        case none, login, consent
        case selectAccount = "select_account"
    }

    let client: String
    let redirect: String
    let scopes: Set<Scope>
    let state: String?
    let nonce: String?
    let challenge: String
    let prompt: Set<Prompt>
    /// **Unit:** seconds.
    let maxAge: Int64?
    /// The sign-ins that the client would like, any of them.
    let levels: Set<ProofLevel>
    let askedAtMs: Int64

    var askedAt: Instant { Instant(milliseconds: askedAtMs) }
}

extension AuthorizationRequest {
    /// What a query turned out to be.
    enum Reading: Hashable, Sendable {
        case request(AuthorizationRequest)
        /// To be told to the client, whose return address is sure.
        case refused(OIDCError, redirect: String, state: String?)
    }

    /// **Unit:** bytes of a state or a nonce.
    static let textMax = 512

    /// Whether a state or a nonce can be carried back: a space and what can be seen (VSCHAR, RFC 6749 appendix A.5), and so
    /// short that the note of a whole request comes back.
    static func isText(_ text: String) -> Bool {
        text.utf8.count <= textMax && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private static let single = [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce",
        "code_challenge", "code_challenge_method", "prompt", "max_age", "acr_values", "request",
        "request_uri", "registration",
    ]

    /// Reads a query.
    ///
    /// - Throws: ``FederationRefused`` while nobody can be sure whom to tell.
    static func read(
        _ query: Form, clients: ClientList, at now: Instant
    ) throws(FederationRefused) -> Reading {
        guard query.all("client_id").count == 1, let client = query["client_id"].flatMap({ clients[$0] })
        else { throw .clientUnknown }
        guard query.all("redirect_uri").count == 1, let redirect = query["redirect_uri"],
            client.redirects.hold(redirect)
        else { throw .returnUnknown }
        let state = query.all("state").count == 1 ? query["state"] : nil
        do throws(OIDCError) {
            return .request(try read(query, client: client, redirect: redirect, at: now))
        } catch {
            return .refused(error, redirect: redirect, state: state.flatMap { isText($0) ? $0 : nil })
        }
    }

    private static func read(
        _ query: Form, client: Client, redirect: String, at now: Instant
    ) throws(OIDCError) -> AuthorizationRequest {
        guard single.allSatisfy({ query.all($0).count <= 1 }) else { throw .invalidRequest }
        guard query["request"] == nil else { throw .requestNotSupported }
        guard query["request_uri"] == nil else { throw .requestURINotSupported }
        guard query["registration"] == nil else { throw .registrationNotSupported }
        guard query["response_type"] == "code" else { throw .unsupportedResponseType }
        guard query["response_mode"].map({ $0 == "query" }) ?? true,
            query["code_challenge_method"] == "S256", let challenge = query["code_challenge"],
            Base64URL.decode(challenge)?.count == 32
        else { throw .invalidRequest }
        let (state, nonce) = (query["state"], query["nonce"])
        guard [state, nonce].allSatisfy({ $0.map(isText) ?? true }) else { throw .invalidRequest }
        return AuthorizationRequest(
            client: client.id, redirect: redirect, scopes: try scopes(query["scope"], client), state: state,
            nonce: nonce, challenge: challenge, prompt: try prompt(query["prompt"]),
            maxAge: try maxAge(query["max_age"]),
            levels: Set(
                (query["acr_values"] ?? "").split(separator: " ").compactMap { ProofLevel(acr: String($0)) }),
            askedAtMs: now.milliseconds)
    }

    /// Names that nobody knows are passed over; one that this client may not use is refused.
    private static func scopes(_ text: String?, _ client: Client) throws(OIDCError) -> Set<Scope> {
        let scopes = Set(text: text ?? "")
        guard scopes.contains(.openid), scopes.isSubset(of: client.scopes) else { throw .invalidScope }
        return scopes
    }

    private static func prompt(_ text: String?) throws(OIDCError) -> Set<Prompt> {
        let words = (text ?? "").split(separator: " ")
        let prompt = Set(words.compactMap { Prompt(rawValue: String($0)) })
        guard prompt.count == words.count, !prompt.contains(.none) || prompt.count == 1 else {
            throw .invalidRequest
        }
        return prompt
    }

    private static func maxAge(_ text: String?) throws(OIDCError) -> Int64? {
        guard let text else { return nil }
        guard let seconds = Int64(text), (0...31_536_000).contains(seconds) else { throw .invalidRequest }
        return seconds
    }
}
