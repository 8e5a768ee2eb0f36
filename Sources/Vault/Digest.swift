import COpenSSL

/// Hashes and keyed hashes of both suites; each result is 32 bytes, but for ``sha1(_:)``.
public enum Digest {
    public static let length = 32

    /// SHA-256 (FIPS 180-4).
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, EVP_sha256()) }

    /// SM3 (GB/T 32905).
    public static func sm3(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, EVP_sm3()) }

    /// SHA-1, 20 bytes: broken against collisions, and only for protocols of others that ask for it.
    public static func sha1(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, EVP_sha1(), length: 20) }

    public static func hash(_ bytes: [UInt8], suite: Suite) -> [UInt8] {
        switch suite {
        case .international: sha256(bytes)
        case .national: sm3(bytes)
        }
    }

    /// HMAC with SHA-256 (RFC 2104).
    public static func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        hmac(key: key, bytes, suite: .international)
    }

    /// HMAC with SM3.
    public static func hmacSM3(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        hmac(key: key, bytes, suite: .national)
    }

    public static func hmac(key: [UInt8], _ bytes: [UInt8], suite: Suite) -> [UInt8] {
        // HMAC pads keys with zeros, so an empty one equals one zero; a null pointer would mean "none".
        let key = key.isEmpty ? [0] : key
        return (suite == .international ? MACTemplate.sha256 : .sm3).mac(key: key, bytes)
    }

    private static func hash(
        _ bytes: [UInt8], _ algorithm: OpaquePointer?, length: Int = length
    ) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: length)
        var size: UInt32 = 0
        let done = EVP_Digest(bytes, bytes.count, &result, &size, algorithm, nil)
        precondition(done == 1 && size == length, "the default provider has these hashes")
        return result
    }
}
