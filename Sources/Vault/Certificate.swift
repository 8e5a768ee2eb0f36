public import Base
import COpenSSL

/// An X.509 certificate, read once; it says whose key this is, not whether to believe it.
public struct Certificate: Sendable {
    public let der: [UInt8]
    public let subjectCommonName: String
    public let publicKey: PublicKey
    /// First and last moment of validity, in whole seconds.
    public let validFrom: Instant
    public let validTo: Instant
    let handle: X509Handle

    /// - Throws: ``VaultError/malformed(_:)`` unless the bytes are exactly one certificate, in its one encoding, with a key
    ///   we can use.
    public init(der: [UInt8]) throws(VaultError) {
        let handle = try X509Handle(der: der)
        // OpenSSL reads more than DER, and two byte strings for one certificate would have two fingerprints.
        guard try handle.der() == der else { throw .malformed("the certificate is not in DER") }
        self.der = der
        subjectCommonName = handle.commonName()
        publicKey = try handle.publicKey()
        (validFrom, validTo) = try handle.validity()
        self.handle = handle
    }

    /// Reads the first certificate of a PEM text.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` unless there is one with a key we can use.
    public init(pem: String) throws(VaultError) {
        let parsed = try OpenSSLCalls.reading(Array(pem.utf8)) { bio in
            PEM_read_bio_X509(bio, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let parsed else { throw .malformed("the PEM text holds no readable certificate") }
        try self.init(der: try X509Handle(owning: parsed).der())
    }

    /// The certificate in PEM, lines of 64 characters.
    public var pem: String {
        PEM.text("CERTIFICATE", der)
    }

    /// SHA-256 over the DER bytes, as certificate stores show it.
    public var fingerprint: [UInt8] { Digest.sha256(der) }

    /// Makes a certificate that vouches for its own key; it may issue others.
    ///
    /// - Throws: ``VaultError/openssl(_:)`` when a name is longer than X.509 allows (64 characters).
    public static func selfSigned(
        commonName: String, organization: String, key: SigningKey, serial: Token, from: Instant, to: Instant
    ) throws(VaultError) -> Certificate {
        let draft = CertificateDraft(
            commonName: commonName, organization: organization, key: key.publicKey, serial: serial,
            from: from, to: to)
        return try draft.signed(by: key, issuer: nil)
    }

    /// Makes a certificate for the key's holder, which may not issue others.
    ///
    /// - Throws: ``VaultError/openssl(_:)`` when a name is longer than X.509 allows (64 characters).
    public static func issued(
        by issuer: Certificate, issuerKey: SigningKey, commonName: String, organization: String,
        key: PublicKey, serial: Token, from: Instant, to: Instant
    ) throws(VaultError) -> Certificate {
        guard issuer.publicKey == issuerKey.publicKey else {
            throw .malformed("the issuer's key does not belong to the issuer's certificate")
        }
        let draft = CertificateDraft(
            commonName: commonName, organization: organization, key: key, serial: serial, from: from, to: to)
        return try draft.signed(by: issuerKey, issuer: issuer)
    }

    /// Makes a certificate for the holder of a private key; see the other form.
    public static func issued(
        by issuer: Certificate, issuerKey: SigningKey, commonName: String, organization: String,
        key: SigningKey, serial: Token, from: Instant, to: Instant
    ) throws(VaultError) -> Certificate {
        try issued(
            by: issuer, issuerKey: issuerKey, commonName: commonName, organization: organization,
            key: key.publicKey, serial: serial, from: from, to: to)
    }
}

extension Certificate: Hashable {
    public static func == (a: Certificate, b: Certificate) -> Bool { a.der == b.der }

    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
