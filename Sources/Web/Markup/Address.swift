/// Which addresses a page may carry.
public enum Address {
    /// A path, query or fragment of this very site: `/…`, `?…` or `#…`.
    ///
    /// `//host` and `/\host` name another site to a browser, and it drops tabs and line ends before it looks.
    public static func isLocal(_ address: String) -> Bool {
        let bytes = address.utf8
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else { return false }
        return switch bytes.first {
        case UInt8(ascii: "?"), UInt8(ascii: "#"): true
        case UInt8(ascii: "/"): bytes.dropFirst().first != UInt8(ascii: "/")
        default: false
        }
    }

    static func isLink(_ address: String) -> Bool {
        isLocal(address) || isSecure(address) || isTelephone(address)
    }

    static func isSource(_ address: String) -> Bool {
        isLocal(address) || address.hasPrefix("data:image/")
    }

    private static func isSecure(_ address: String) -> Bool {
        address.hasPrefix("https://") && address.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\\") }
    }

    private static func isTelephone(_ address: String) -> Bool {
        address.hasPrefix("tel:")
            && address.dropFirst(4).allSatisfy { $0.isASCII && ($0.isNumber || $0 == "+") }
    }
}
