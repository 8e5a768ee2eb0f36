public import Vault

/// Where the city portal's provider answers, by its own description.
public struct PortalDescription: Hashable, Sendable {
    public let authorization: String
    public let token: String
    public let keys: String

    public init(authorization: String, token: String, keys: String) {
        self.authorization = authorization
        self.token = token
        self.keys = keys
    }
}

/// How the house is known at the city portal.
public struct PortalAccount: Hashable, Sendable {
    /// The portal's name as a provider.
    public let issuer: String
    /// Our client id there.
    public let client: String
    /// Where the portal sends people back to.
    public let redirect: String

    public init(issuer: String, client: String, redirect: String) {
        self.issuer = issuer
        self.client = client
        self.redirect = redirect
    }
}

/// The city portal's provider.
///
/// Contract: every call has a deadline; nothing that is returned has been believed yet, but that it came from the issuer's
/// own address.
public protocol PortalPort: Sendable {
    /// What the portal says about itself; kept for a while. It is refused when it names another issuer.
    ///
    /// - Throws: `PortError`.
    func description() async throws -> PortalDescription
    /// The portal's keys; `again` looks anew, but not more often than once a minute.
    ///
    /// - Throws: `PortError`.
    func keys(again: Bool) async throws -> JWKSet
    /// The ID token for a code.
    ///
    /// - Throws: `PortError`; `failed` when the portal does not take the code.
    func identity(
        code: String, verifier: String, redirect: String, client: String, assertion: String
    ) async throws -> String
}
