import COpenSSL

/// SM4 (GB/T 32907) in counter mode: encrypting twice under one nonce gives the text back.
enum SM4CTR {
    static let keyLength = 16

    /// Uses the first 16 bytes of the key.
    static func apply(
        _ text: [UInt8], key: [UInt8], nonce: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        precondition(key.count >= keyLength && nonce.count == 16, "SM4 has 16-byte keys and blocks")
        let context = try OpenSSLCalls.made(EVP_CIPHER_CTX_new(), "SM4")
        defer { EVP_CIPHER_CTX_free(context) }
        try OpenSSLCalls.check(EVP_CipherInit_ex(context, EVP_sm4_ctr(), nil, key, nonce, 1), "SM4")
        var result = [UInt8](repeating: 0, count: text.count)
        var count: Int32 = 0
        try OpenSSLCalls.check(EVP_CipherUpdate(context, &result, &count, text, Int32(text.count)), "SM4")
        return result
    }
}
