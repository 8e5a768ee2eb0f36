import Base
import Vault

/// What this provider says about itself (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207).
enum Discovery {
    static let authorizePath = "/oidc/authorize"
    static let tokenPath = "/oidc/token"
    static let userInfoPath = "/oidc/userinfo"
    static let keysPath = "/oidc/jwks"
    static let logoutPath = "/oidc/logout"

    static func document(issuer: String) -> JSONValue {
        func texts(_ values: [String]) -> JSONValue { .list(values.map(JSONValue.text)) }
        return [
            "issuer": .text(issuer), "authorization_endpoint": .text(issuer + authorizePath),
            "token_endpoint": .text(issuer + tokenPath), "userinfo_endpoint": .text(issuer + userInfoPath),
            "jwks_uri": .text(issuer + keysPath), "end_session_endpoint": .text(issuer + logoutPath),
            "response_types_supported": ["code"], "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"], "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [.text(JWK.algorithm)],
            "token_endpoint_auth_methods_supported": [
                "private_key_jwt", "client_secret_basic", "client_secret_post",
            ],
            "token_endpoint_auth_signing_alg_values_supported": [.text(JWK.algorithm)],
            "scopes_supported": texts(Scope.allCases.map(\.rawValue)),
            "claims_supported": texts(
                ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid"]
                    + Set(Scope.allCases.flatMap(\.claims)).subtracting(["sub"]).sorted()),
            "acr_values_supported": texts(ProofLevel.allCases.map(\.acr)),
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "ui_locales_supported": texts(Language.allCases.map(\.rawValue)),
            "claims_parameter_supported": .flag(false), "request_parameter_supported": .flag(false),
            "request_uri_parameter_supported": .flag(false),
            "authorization_response_iss_parameter_supported": .flag(true),
            "backchannel_logout_supported": .flag(true),
            "backchannel_logout_session_supported": .flag(true),
        ]
    }
}
