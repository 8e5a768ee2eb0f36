import COpenSSL

/// One signing or verifying operation, with the hash and the user id that belong to the algorithm.
final class SignatureContext {
    /// The user id of GB/T 32918 when parties have agreed on no other.
    static let sm2UserID = Array("1234567812345678".utf8)

    private let digest: OpaquePointer
    private let key: OpaquePointer
    private let keyContext: OpaquePointer
    private let algorithm: SigningKey.Algorithm

    init(_ key: OpaquePointer, _ algorithm: SigningKey.Algorithm) throws(VaultError) {
        let keyContext = try OpenSSLCalls.made(EVP_PKEY_CTX_new_from_pkey(nil, key, nil), "signature")
        guard let digest = EVP_MD_CTX_new() else {
            EVP_PKEY_CTX_free(keyContext)
            throw OpenSSLCalls.failure("signature")
        }
        self.key = key
        self.keyContext = keyContext
        self.digest = digest
        self.algorithm = algorithm
        if algorithm == .sm2 {
            let id = Self.sm2UserID
            try OpenSSLCalls.check(EVP_PKEY_CTX_set1_id(keyContext, id, Int32(id.count)), "SM2 user id")
        }
        EVP_MD_CTX_set_pkey_ctx(digest, keyContext)
    }

    deinit {
        EVP_MD_CTX_free(digest)
        EVP_PKEY_CTX_free(keyContext)
    }

    /// The hash that is part of the algorithm; null for Ed25519, which has its own.
    static func hash(of algorithm: SigningKey.Algorithm) -> OpaquePointer? {
        switch algorithm {
        case .ed25519: nil
        case .p256: EVP_sha256()
        case .sm2: EVP_sm3()
        }
    }

    /// Signs the certificate, whose algorithm field is set to fit.
    func sign(certificate: OpaquePointer) throws(VaultError) {
        try startSigning()
        guard X509_sign_ctx(certificate, digest) > 0 else {
            throw OpenSSLCalls.failure("certificate signature")
        }
    }

    private func startSigning() throws(VaultError) {
        try OpenSSLCalls.check(
            EVP_DigestSignInit(digest, nil, Self.hash(of: algorithm), nil, key), "signature")
    }

    func sign(_ message: [UInt8]) throws(VaultError) -> [UInt8] {
        try startSigning()
        var size = 0
        try OpenSSLCalls.check(EVP_DigestSign(digest, nil, &size, message, message.count), "signature")
        var signature = [UInt8](repeating: 0, count: size)
        try OpenSSLCalls.check(
            EVP_DigestSign(digest, &signature, &size, message, message.count), "signature")
        return Array(signature.prefix(size))
    }

    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        defer { ERR_clear_error() }
        guard EVP_DigestVerifyInit(digest, nil, Self.hash(of: algorithm), nil, key) == 1 else { return false }
        return EVP_DigestVerify(digest, signature, signature.count, message, message.count) == 1
    }
}
