import Foundation

/// For whom a passkey is made: one host, and the one origin whose pages may ask for it.
public struct RelyingParty: Hashable, Sendable {
    /// The host, to which the browser binds every passkey; never an address in numbers.
    public let id: String
    /// What the browser's own window shows, for example 白鹭.
    public let name: String
    /// Scheme, host and port as a browser writes them.
    public let origin: String

    /// Reads where the pages are, such as `https://desk.example`; `http` for `localhost` alone.
    ///
    /// Nil for an address of which browsers make no passkeys.
    public init?(url: String, name: String) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host,
            parts.user == nil, ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil,
            host == host.lowercased(), host.contains(where: \.isLetter), !host.contains(":"),
            scheme == "https" || (scheme == "http" && host == "localhost")
        else { return nil }
        let plain = scheme == "https" ? 443 : 80
        let port = parts.port.flatMap { $0 == plain ? nil : ":\($0)" } ?? ""
        id = host
        self.name = name
        origin = "\(scheme)://\(host)\(port)"
    }

    /// Among whom a credential is looked for; one device may hold passkeys for several of them.
    public enum Realm: String, Sendable, CaseIterable {
        case citizen
        case staff
    }
}
