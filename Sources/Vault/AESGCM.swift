import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag.
enum AESGCM {
    /// At the end of what is sealed.
    static let tagLength = 16

    static func seal(
        _ plain: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        let context = try start(key, nonce, associated, encrypting: 1)
        defer { EVP_CIPHER_CTX_free(context) }
        var cipher = [UInt8](repeating: 0, count: plain.count)
        var count: Int32 = 0
        try OpenSSLCalls.check(
            EVP_CipherUpdate(context, &cipher, &count, plain, Int32(plain.count)), "AES-GCM")
        var rest: [UInt8] = [0]
        try OpenSSLCalls.check(EVP_CipherFinal_ex(context, &rest, &count), "AES-GCM")
        var tag = [UInt8](repeating: 0, count: tagLength)
        try OpenSSLCalls.check(
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &tag), "AES-GCM")
        return cipher + tag
    }

    static func open(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        guard sealed.count >= tagLength else { throw .tampered }
        let cipher = Array(sealed.dropLast(tagLength))
        var tag = Array(sealed.suffix(tagLength))
        let context = try start(key, nonce, associated, encrypting: 0)
        defer { EVP_CIPHER_CTX_free(context) }
        var plain = [UInt8](repeating: 0, count: cipher.count)
        var count: Int32 = 0
        try OpenSSLCalls.check(
            EVP_CipherUpdate(context, &plain, &count, cipher, Int32(cipher.count)), "AES-GCM")
        try OpenSSLCalls.check(
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag), "AES-GCM")
        var rest: [UInt8] = [0]
        guard EVP_CipherFinal_ex(context, &rest, &count) == 1 else {
            ERR_clear_error()
            throw .tampered
        }
        return plain
    }

    private static func start(
        _ key: [UInt8], _ nonce: [UInt8], _ associated: [UInt8], encrypting: Int32
    ) throws(VaultError) -> OpaquePointer {
        precondition(key.count == 32 && nonce.count == 12, "AES-256-GCM has 32-byte keys and 12-byte nonces")
        let context = try OpenSSLCalls.made(EVP_CIPHER_CTX_new(), "AES-GCM")
        var count: Int32 = 0
        guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, encrypting) == 1,
            EVP_CipherUpdate(context, nil, &count, associated, Int32(associated.count)) == 1
        else {
            EVP_CIPHER_CTX_free(context)
            throw OpenSSLCalls.failure("AES-GCM")
        }
        return context
    }
}
