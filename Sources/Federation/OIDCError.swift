import HTTPTypes

/// What a client's program is told when it does not get what it asked for.
///
/// Sources: RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, OpenID Connect Core section 3.1.2.6, and for
/// `unmet_authentication_requirements` the specification of that name.
enum OIDCError: String, Error, Hashable, Sendable, CaseIterable {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case invalidScope = "invalid_scope"
    case invalidToken = "invalid_token"
    case unsupportedGrantType = "unsupported_grant_type"
    case unsupportedResponseType = "unsupported_response_type"
    case accessDenied = "access_denied"
    case loginRequired = "login_required"
    case consentRequired = "consent_required"
    case requestNotSupported = "request_not_supported"
    case requestURINotSupported = "request_uri_not_supported"
    case registrationNotSupported = "registration_not_supported"
    case unmetRequirements = "unmet_authentication_requirements"

    /// As the figure of refusals names it.
    var slug: String { "oidc-" + rawValue.replacing("_", with: "-") }

    /// Where it is the answer to a program.
    var status: HTTPResponse.Status {
        switch self {
        case .invalidClient, .invalidToken: .unauthorized
        default: .badRequest
        }
    }
}
