import COpenSSL

/// HMAC of one digest, looked up in the library once; each use works on a copy of its own.
///
/// Looking it up by name each time costs as much as the hashing of a short message.
struct MACTemplate: Sendable {
    static let sha256 = MACTemplate("SHA256")
    static let sm3 = MACTemplate("SM3")

    /// The address as a number, since a raw pointer cannot move between threads by itself; lives as long as the program and is
    /// only ever copied from.
    private let address: UInt

    private init(_ digest: String) {
        let made = egret_hmac_template(digest)
        precondition(made != nil, "the default provider has HMAC with SHA-256 and SM3")
        address = UInt(bitPattern: made)
    }

    func mac(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: Digest.length)
        var size = 0
        let context = EVP_MAC_CTX_dup(OpaquePointer(bitPattern: address))
        defer { EVP_MAC_CTX_free(context) }
        let isDone =
            context != nil && EVP_MAC_init(context, key, key.count, nil) == 1
            && EVP_MAC_update(context, message, message.count) == 1
            && EVP_MAC_final(context, &result, &size, Digest.length) == 1
        precondition(isDone && size == Digest.length, "the default provider has HMAC")
        return result
    }
}
