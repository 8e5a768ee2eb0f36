/// Where a clamd listens.
public enum ClamdAddress: Hashable, Sendable, CustomStringConvertible {
    case tcp(host: String, port: Int)
    case unix(path: String)

    /// `tcp://host:port` or `unix:/path`; nil for anything else.
    public init?(_ text: String) {
        if text.hasPrefix("unix:/") {
            // What a socket's address holds.
            guard text.utf8.count <= 5 + 107 else { return nil }
            self = .unix(path: String(text.dropFirst("unix:".count)))
            return
        }
        guard text.hasPrefix("tcp://"), let colon = text.lastIndex(of: ":") else { return nil }
        let host = text[
            text.index(text.startIndex, offsetBy: 6)..<max(colon, text.index(text.startIndex, offsetBy: 6))]
        let digits = text[text.index(after: colon)...]
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x2F && $0 < 0x7F }),
            digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { return nil }
        let isIPv6 = host.hasPrefix("[") && host.hasSuffix("]")
        self = .tcp(host: String(isIPv6 ? host.dropFirst().dropLast() : host), port: port)
    }

    public var description: String {
        switch self {
        case .tcp(let host, let port):
            host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
