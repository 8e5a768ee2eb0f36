import COpenSSL

/// Digital envelopes: content that only the holder of one certificate's key can read (RFC 5652, EnvelopedData).
///
/// AES-256-CBC under a key that is agreed by ECDH on P-256 with the X9.63 derivation over SHA-256 (RFC 5753). An
/// envelope proves nothing about its sender and does not show alteration: sign what carries it.
extension CMS {
    /// Puts content into an envelope for the holder of a P-256 certificate.
    ///
    /// - Returns: DER of a `ContentInfo`.
    /// - Throws: ``VaultError/malformed(_:)`` when the certificate's key is not P-256.
    public static func envelope(_ content: [UInt8], to recipient: Certificate) throws(VaultError) -> [UInt8] {
        guard recipient.publicKey.algorithm == .p256 else {
            throw .malformed("an envelope needs a P-256 certificate")
        }
        let flags = UInt32(CMS_PARTIAL | CMS_BINARY)
        let cms = try OpenSSLCalls.made(CMS_encrypt(nil, nil, EVP_aes_256_cbc(), flags), "envelope")
        defer { CMS_ContentInfo_free(cms) }
        let info = try recipient.handle.use { (certificate) throws(VaultError) in
            try OpenSSLCalls.made(
                CMS_add1_recipient_cert(cms, certificate, flags | UInt32(CMS_KEY_PARAM)),
                "envelope's recipient")
        }
        let agreement = try OpenSSLCalls.made(CMS_RecipientInfo_get0_pkey_ctx(info), "key agreement")
        try OpenSSLCalls.check(EVP_PKEY_CTX_set_ecdh_kdf_md(agreement, EVP_sha256()), "key agreement")
        let done = try OpenSSLCalls.reading(content) { CMS_final(cms, $0, nil, flags) == 1 }
        guard done == true else { throw OpenSSLCalls.failure("envelope") }
        return try OpenSSLCalls.written("envelope") { i2d_CMS_bio($0, cms) }
    }

    /// Takes content out of an envelope.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` when the bytes are no envelope, ``VaultError/tampered`` when this key does
    ///   not open it.
    public static func open(
        _ der: [UInt8], key: SigningKey, certificate: Certificate
    ) throws(VaultError) -> [UInt8] {
        guard let cms = try OpenSSLCalls.reading(der, { d2i_CMS_bio($0, nil) }) else {
            throw .malformed("the bytes are no envelope")
        }
        defer { CMS_ContentInfo_free(cms) }
        guard OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_enveloped else {
            throw .malformed("the bytes are no envelope")
        }
        return try certificate.handle.use { (recipient) throws(VaultError) in
            try key.handle.use { (pointer) throws(VaultError) in
                do throws(VaultError) {
                    return try OpenSSLCalls.written("opening an envelope") {
                        CMS_decrypt(cms, pointer, recipient, nil, $0, UInt32(CMS_BINARY))
                    }
                } catch {
                    throw .tampered
                }
            }
        }
    }
}
