import Base
import Foundation

/// An address of another site that a browser or this program may be sent to.
enum ClientAddress {
    static let lengthMax = 512

    /// The host, when the address is absolute, over TLS or on this very machine, and reads one way only.
    static func host(of address: String) -> String? {
        guard (1...lengthMax).contains(address.utf8.count),
            address.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !refused.contains($0) }),
            let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil,
            !parts.path.split(separator: "/").contains("..")
        else { return nil }
        switch parts.scheme {
        case "https": return host
        case "http" where ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host): return host
        default: return nil
        }
    }

    /// The address with parameters added behind those that it has.
    static func adding(_ parameters: [(String, String?)], to address: String) -> String {
        let pairs = parameters.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }
        return address + (address.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
    }

    /// Only the unreserved characters of RFC 3986 stay.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            unreserved.contains(byte) ? String(UnicodeScalar(byte)) : "%" + [byte].hex.uppercased()
        }.joined()
    }

    private static let refused = Set("\\\"<>^`{|}*".utf8)
    private static let unreserved = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
}

extension [String] {
    /// Whether an address is among them byte by byte: to Swift a Kelvin sign is a K, and a Greek question mark a semicolon.
    func hold(_ address: String) -> Bool { contains { $0.utf8.elementsEqual(address.utf8) } }
}
