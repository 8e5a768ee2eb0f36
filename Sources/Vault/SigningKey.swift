import COpenSSL

/// A private key that signs.
public struct SigningKey: Sendable {
    public enum Algorithm: String, Sendable, CaseIterable {
        /// RFC 8032.
        case ed25519
        /// ECDSA on P-256 with SHA-256 (FIPS 186-4).
        case p256
        /// SM2 with SM3 and user id `1234567812345678` (GB/T 32918).
        case sm2
    }

    public let algorithm: Algorithm
    public let publicKey: PublicKey
    let handle: KeyHandle

    public static func generate(_ algorithm: Algorithm) throws(VaultError) -> SigningKey {
        let name =
            switch algorithm {
            case .ed25519: "ED25519"
            case .p256: "EC"
            case .sm2: "SM2"
            }
        let context = try OpenSSLCalls.made(EVP_PKEY_CTX_new_from_name(nil, name, nil), "key generation")
        defer { EVP_PKEY_CTX_free(context) }
        try OpenSSLCalls.check(EVP_PKEY_keygen_init(context), "key generation")
        if algorithm == .p256 {
            try OpenSSLCalls.check(EVP_PKEY_CTX_set_group_name(context, "P-256"), "key generation")
        }
        var key: OpaquePointer?
        try OpenSSLCalls.check(EVP_PKEY_generate(context, &key), "key generation")
        return try SigningKey(owning: try OpenSSLCalls.made(key, "key generation"))
    }

    /// Reads an unencrypted PKCS #8 (or traditional) private key.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` when it is no key, or one of another algorithm.
    public init(pem: String) throws(VaultError) {
        let key = try OpenSSLCalls.reading(Array(pem.utf8)) { bio in
            // Without a callback OpenSSL would ask for a passphrase at the terminal.
            PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key else { throw .malformed("the PEM text holds no readable private key") }
        try self.init(owning: key)
    }

    private init(owning key: OpaquePointer) throws(VaultError) {
        do throws(VaultError) {
            publicKey = try PublicKey.half(of: key)
        } catch {
            EVP_PKEY_free(key)
            throw error
        }
        handle = KeyHandle(key)
        algorithm = publicKey.algorithm
    }

    /// PKCS #8, unencrypted: it leaves the process only into the key ring.
    public var pem: String {
        do throws(VaultError) {
            return try handle.use { (key) throws(VaultError) in
                let bytes = try OpenSSLCalls.written("writing a private key") { bio in
                    PEM_write_bio_PrivateKey(bio, key, nil, nil, 0, nil, nil)
                }
                return String(decoding: bytes, as: UTF8.self)
            }
        } catch {
            preconditionFailure("a key that was read can be written: \(error)")
        }
    }

    /// Signs the message; the hash is part of the algorithm.
    ///
    /// - Returns: 64 bytes: the signature of RFC 8032, or r and s with 32 bytes each, big-endian.
    public func sign(_ message: [UInt8]) throws(VaultError) -> [UInt8] {
        let signature = try signEncoded(message)
        guard algorithm != .ed25519 else { return signature }
        return try ECSignature.raw(fromDER: signature)
    }

    /// The signature as X.509 and CMS carry it: DER for the elliptic curves.
    func signEncoded(_ message: [UInt8]) throws(VaultError) -> [UInt8] {
        try handle.use { (key) throws(VaultError) in
            let context = try SignatureContext(key, algorithm)
            return try context.sign(message)
        }
    }
}
