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
        let spki = Self.prefix(of: algorithm) + raw
        let key = spki.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return d2i_PUBKEY(nil, &cursor, buffer.count)
        }
        ERR_clear_error()
        guard let key else { throw .malformed("the bytes are no \(algorithm.rawValue) public key") }
        handle = KeyHandle(key)
        self.algorithm = algorithm
        self.raw = raw
        let parts = try handle.use { (key) throws(VaultError) in try Parts(Self.parts(of: key)) }
        guard parts.algorithm == algorithm, parts.raw == raw else {
            throw .malformed("the bytes are no \(algorithm.rawValue) public key")
        }
    }

    /// Reads a `SubjectPublicKeyInfo` in PEM.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` when it is no key, or one of another algorithm.
    public init(pem: String) throws(VaultError) {
        let key = try OpenSSLCalls.reading(Array(pem.utf8)) { PEM_read_bio_PUBKEY($0, nil, nil, nil) }
        guard let key else { throw .malformed("the PEM text holds no readable public key") }
        defer { EVP_PKEY_free(key) }
        let (algorithm, raw) = try Self.parts(of: key)
        try self.init(algorithm: algorithm, raw: raw)
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
    private struct Parts: Sendable {
        let algorithm: SigningKey.Algorithm
        let raw: [UInt8]

        init(_ parts: (SigningKey.Algorithm, [UInt8])) { (algorithm, raw) = parts }
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

    static func parts(of key: OpaquePointer) throws(VaultError) -> (SigningKey.Algorithm, [UInt8]) {
        var output: UnsafeMutablePointer<UInt8>?
        let count = i2d_PUBKEY(key, &output)
        guard count > 0, let output else { throw OpenSSLCalls.failure("reading a public key") }
        defer { CRYPTO_free(output, #file, #line) }
        let spki = Array(UnsafeBufferPointer(start: output, count: Int(count)))
        for algorithm in SigningKey.Algorithm.allCases {
            let prefix = prefix(of: algorithm)
            let size = algorithm == .ed25519 ? 32 : 65
            if spki.count == prefix.count + size, spki.starts(with: prefix) {
                return (algorithm, Array(spki.dropFirst(prefix.count)))
            }
        }
        throw .malformed("a key must be Ed25519, or an uncompressed point on P-256 or SM2")
    }
}
