import COpenSSL

/// One-time codes from a shared key and a moving factor.
///
/// Source: RFC 4226 (counter), RFC 6238 (time).
public enum OneTimeCode {
    public enum Hash: String, Sendable, CaseIterable {
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case sha512 = "SHA512"
    }

    /// The code of a counter.
    ///
    /// `key` has at least 16 bytes (RFC 4226, R6); `digits` ranges over 6…8.
    public static func code(key: [UInt8], counter: UInt64, digits: Int = 6, hash: Hash = .sha1) -> String {
        precondition((6...8).contains(digits), "a code has 6 to 8 digits")
        let mac = mac(key, (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }, hash)
        // The last half byte says where the four bytes of the code begin; their sign bit does not count.
        let start = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    private static func mac(_ key: [UInt8], _ message: [UInt8], _ hash: Hash) -> [UInt8] {
        precondition(!key.isEmpty, "a one-time code needs a key")
        var result = [UInt8](repeating: 0, count: 64)
        var size = 0
        let made = EVP_Q_mac(
            nil, "HMAC", nil, hash.rawValue, nil, key, key.count, message, message.count, &result,
            result.count,
            &size)
        precondition(made != nil, "the default provider has HMAC")
        return Array(result.prefix(size))
    }
}
