public import Base
import COpenSSL

/// Detached signatures over documents and messages (RFC 5652), as PDF seals and archives carry them.
///
/// P-256 with SHA-256, or SM2 with SM3 under the object identifiers of GM/T 0006. The SM2 form keeps the content
/// types of RFC 5652, not those of GM/T 0010: readers made for that envelope alone will not open it.
public enum CMS {
    /// Signs the content, which stays outside; certificate and chain travel inside.
    ///
    /// `at` becomes the signing-time attribute; nil leaves it out. `pades` binds the certificate into the signature
    /// (ESS signing-certificate-v2) and leaves the signing-time out, as ETSI EN 319 142-1 wants.
    ///
    /// - Returns: DER of a `ContentInfo`.
    /// - Throws: ``VaultError/malformed(_:)`` when key and certificate differ or the key is Ed25519.
    public static func signDetached(
        _ content: [UInt8], key: SigningKey, certificate: Certificate, chain: [Certificate] = [],
        at: Instant?, pades: Bool
    ) throws(VaultError) -> [UInt8] {
        guard key.publicKey == certificate.publicKey else {
            throw .malformed("the signing key does not belong to the certificate")
        }
        guard key.algorithm != .ed25519 else {
            throw .malformed("a CMS signature needs a P-256 or SM2 key")
        }
        let envelope = try CMSEnvelope(chain: chain)
        try envelope.sign(content, key, certificate, at: pades ? nil : at, pades: pades)
        return try envelope.der()
    }

    /// Checks signature and signer.
    ///
    /// The signer's certificate must be one of `trusted` or lead to one. Zero bytes behind the DER are allowed, for
    /// PDF pads with them. Purposes in the certificate are not looked at.
    ///
    /// - Returns: The signer's certificate.
    /// - Throws: ``VaultError/tampered`` when the signature is not over this content,
    ///   ``VaultError/unknownKey(_:)`` when no trusted certificate vouches for the signer, and
    ///   ``VaultError/malformed(_:)`` when the bytes are no detached signature of one signer or the signer's
    ///   certificate is not valid at that moment.
    public static func verifyDetached(
        _ der: [UInt8], content: [UInt8], trusted: [Certificate], at: Instant
    ) throws(VaultError) -> Certificate {
        let envelope = try CMSEnvelope(der: der)
        let signer = try envelope.signer(of: content)
        try CertificatePath.check(signer, untrusted: try envelope.certificates(), trusted: trusted, at: at)
        return signer
    }
}
