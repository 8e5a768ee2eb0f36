import Base
import COpenSSL

/// A public key that checks signatures; equal when algorithm and point are.
public struct PublicKey: Sendable {
    public let algorithm: SigningKey.Algorithm
    /// 32 bytes for Ed25519; 65 bytes (4, x, y) for the curves.
    public let raw: [UInt8]
    let handle: KeyHandle

    /// - Throws: ``VaultError/malformed(_:)`` unless the bytes are a point of the algorithm's curve.
    public init(algorithm: SigningKey.Algorithm, raw: [UInt8]) throws(VaultError) {
        let key =
            switch algorithm {
            case .ed25519:
                raw.count == Self.rawLength(of: algorithm)
                    ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, raw, raw.count) : nil
            case .p256: Self.point(raw, on: "P-256", as: "EC")
            case .sm2: Self.point(raw, on: "SM2", as: "SM2")
            }
        ERR_clear_error()
        guard let key else { throw .malformed("the bytes are no \(algorithm.rawValue) public key") }
        handle = KeyHandle(key)
        self.algorithm = algorithm
        self.raw = raw
    }

    /// Reads a `SubjectPublicKeyInfo` in DER.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` when it is no key, one of another algorithm, or not in its one encoding.
    init(spki: [UInt8]) throws(VaultError) {
        for algorithm in SigningKey.Algorithm.allCases {
            let prefix = Self.prefix(of: algorithm)
            if spki.count == prefix.count + Self.rawLength(of: algorithm), spki.starts(with: prefix) {
                try self.init(algorithm: algorithm, raw: Array(spki.dropFirst(prefix.count)))
                return
            }
        }
        throw .malformed("a key must be Ed25519, or an uncompressed point on P-256 or SM2")
    }

    /// Reads a `SubjectPublicKeyInfo` in PEM.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` when it is no key, or one of another algorithm.
    public init(pem: String) throws(VaultError) {
        let spki = try OpenSSLCalls.reading(Array(pem.utf8)) { bio -> [UInt8]? in
            var (data, count): (UnsafeMutablePointer<UInt8>?, Int) = (nil, 0)
            guard PEM_bytes_read_bio(&data, &count, nil, PEM_STRING_PUBLIC, bio, nil, nil) == 1, let data
            else { return nil }
            defer { CRYPTO_free(data, #file, #line) }
            return Array(UnsafeBufferPointer(start: data, count: count))
        }
        guard let spki else { throw .malformed("the PEM text holds no readable public key") }
        try self.init(spki: spki)
    }

    /// `SubjectPublicKeyInfo` in PEM, lines of 64 characters.
    public var pem: String {
        PEM.text("PUBLIC KEY", Self.prefix(of: algorithm) + raw)
    }

    /// Whether the signature, in the form ``SigningKey/sign(_:)`` gives, was made over the message by the private key.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == ECSignature.rawLength else { return false }
        do throws(VaultError) {
            let encoded = algorithm == .ed25519 ? signature : try ECSignature.der(fromRaw: signature)
            return try handle.use { (key) throws(VaultError) in
                let context = try SignatureContext(key, algorithm)
                return context.verifies(encoded, of: message)
            }
        } catch {
            return false
        }
    }
}

extension PublicKey: Hashable {
    public static func == (a: PublicKey, b: PublicKey) -> Bool {
        a.algorithm == b.algorithm && a.raw == b.raw
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(algorithm)
        hasher.combine(raw)
    }
}

extension PublicKey {
    private static func rawLength(of algorithm: SigningKey.Algorithm) -> Int {
        algorithm == .ed25519 ? 32 : 65
    }

    /// A key made of its parts: the library's readers of DER take ten times as long to find out which key it is.
    ///
    /// - Returns: Nil unless the bytes are an uncompressed point on the curve.
    private static func point(_ raw: [UInt8], on curve: StaticString, as type: StaticString) -> OpaquePointer?
    {
        guard raw.count == 65, raw[0] == 4,
            let context = EVP_PKEY_CTX_new_from_name(nil, type.description, nil)
        else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_fromdata_init(context) == 1 else { return nil }
        var (key, name, point): (OpaquePointer?, [CChar], [UInt8]) = (
            nil, Array(curve.description.utf8CString), raw
        )
        return name.withUnsafeMutableBufferPointer { name in
            point.withUnsafeMutableBytes { point in
                var parameters = [
                    OSSL_PARAM_construct_utf8_string(lasting("group"), name.baseAddress, 0),
                    OSSL_PARAM_construct_octet_string(lasting("pub"), point.baseAddress, point.count),
                    OSSL_PARAM_construct_end(),
                ]
                guard EVP_PKEY_fromdata(context, &key, egret_public_key_parts, &parameters) == 1 else {
                    return nil
                }
                return key
            }
        }
    }

    /// A parameter keeps the address of its name (OSSL_PKEY_PARAM_…), so the name must stay where it is.
    private static func lasting(_ name: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// What stands before the point in a `SubjectPublicKeyInfo` (RFC 8410, RFC 5480, GM/T 0010).
    private static func prefix(of algorithm: SigningKey.Algorithm) -> [UInt8] {
        let hex =
            switch algorithm {
            case .ed25519: "302a300506032b6570032100"
            case .p256: "3059301306072a8648ce3d020106082a8648ce3d030107034200"
            case .sm2: "3059301306072a8648ce3d020106082a811ccf5501822d034200"
            }
        return [UInt8](hex: hex) ?? []
    }

    /// The public half of a key of the library's.
    static func half(of key: OpaquePointer) throws(VaultError) -> PublicKey {
        var output: UnsafeMutablePointer<UInt8>?
        let count = i2d_PUBKEY(key, &output)
        guard count > 0, let output else { throw OpenSSLCalls.failure("reading a public key") }
        defer { CRYPTO_free(output, #file, #line) }
        return try PublicKey(spki: Array(UnsafeBufferPointer(start: output, count: Int(count))))
    }
}
