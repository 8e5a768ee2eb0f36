import Base
import COpenSSL

/// Owner of one `CMS_ContentInfo` for the length of a call.
final class CMSEnvelope {
    private static let flags = UInt32(CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP)

    private let cms: OpaquePointer

    init(chain: [Certificate]) throws(VaultError) {
        cms = try OpenSSLCalls.made(CMS_sign(nil, nil, nil, nil, Self.flags), "CMS")
        for certificate in chain {
            try OpenSSLCalls.check(
                CMS_add1_cert(cms, try X509Handle(der: certificate.der).pointer), "CMS certificates")
        }
    }

    init(der: [UInt8]) throws(VaultError) {
        var rest = der[...]
        let parsed = der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            let parsed = d2i_CMS_ContentInfo(nil, &cursor, buffer.count)
            if let start = buffer.baseAddress, let cursor { rest = der.dropFirst(cursor - start) }
            return parsed
        }
        ERR_clear_error()
        guard let parsed else { throw .malformed("the bytes are no CMS signature") }
        cms = parsed
        guard rest.allSatisfy({ $0 == 0 }) else { throw .malformed("bytes follow the CMS signature") }
        guard OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed, CMS_is_detached(cms) == 1,
            egret_signer_count(cms) == 1
        else { throw .malformed("the CMS is no detached signature of one signer") }
    }

    deinit { CMS_ContentInfo_free(cms) }

    func der() throws(VaultError) -> [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        let count = i2d_CMS_ContentInfo(cms, &output)
        guard count > 0, let output else { throw OpenSSLCalls.failure("writing CMS") }
        defer { CRYPTO_free(output, #file, #line) }
        return Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }

    func sign(
        _ content: [UInt8], _ key: SigningKey, _ certificate: Certificate, at: Instant?, pades: Bool
    ) throws(VaultError) {
        let handle = try X509Handle(der: certificate.der)
        let flags = Self.flags | (pades ? UInt32(CMS_CADES) : 0)
        try key.handle.use { (pointer) throws(VaultError) in
            let signer = try OpenSSLCalls.made(
                CMS_add1_signer(
                    cms, handle.pointer, pointer, SignatureContext.hash(of: key.algorithm), flags),
                "CMS signer")
            if let at { try setSigningTime(at, signer) }
            let done = try OpenSSLCalls.reading(content) { CMS_final(cms, $0, nil, flags) == 1 }
            guard done == true else { throw OpenSSLCalls.failure("CMS signature") }
        }
        let signer = egret_signer_at(cms, 0)
        if at == nil { removeSigningTime(signer) }
        try nameAlgorithm(signer, key.algorithm)
        try setSignature(signer, try key.signEncoded(try signedAttributes(signer)))
    }

    /// The signer's certificate, after its signature over the content was found right.
    func signer(of content: [UInt8]) throws(VaultError) -> Certificate {
        let flags = UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)
        let right = try OpenSSLCalls.reading(content) { CMS_verify(cms, nil, nil, $0, nil, flags) == 1 }
        guard right == true else { throw .tampered }
        let signers = try OpenSSLCalls.made(CMS_get0_signers(cms), "CMS signers")
        defer { egret_x509_stack_free_shallow(signers) }
        return try Self.certificate(signers, 0)
    }

    /// Everything that travels inside, believed or not.
    func certificates() throws(VaultError) -> [Certificate] {
        guard let stack = CMS_get1_certs(cms) else { return [] }
        defer { egret_x509_stack_free(stack) }
        var found: [Certificate] = []
        for index in 0..<egret_x509_stack_count(stack) {
            found.append(try Self.certificate(stack, index))
        }
        return found
    }

    private static func certificate(_ stack: OpaquePointer, _ index: Int32) throws(VaultError) -> Certificate
    {
        let pointer = try OpenSSLCalls.made(egret_x509_stack_at(stack, index), "CMS certificates")
        X509_up_ref(pointer)
        return try Certificate(der: try X509Handle(owning: pointer).der())
    }
}

/// The signed attributes. OpenSSL 3.0 always adds the clock's signing-time and knows no SM2 signer, so the
/// attributes are put right after it and signed again.
extension CMSEnvelope {
    private func setSigningTime(_ at: Instant, _ signer: OpaquePointer) throws(VaultError) {
        // ASN1_TIME_set chooses UTCTime up to 2049 and GeneralizedTime after, as RFC 5652 wants.
        let time = try OpenSSLCalls.made(
            ASN1_TIME_set(nil, time_t(at.milliseconds / 1_000)), "CMS signing-time")
        defer { ASN1_STRING_free(time) }
        try OpenSSLCalls.check(
            CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, ASN1_STRING_type(time), time, -1),
            "CMS signing-time")
    }

    private func removeSigningTime(_ signer: OpaquePointer?) {
        let index = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1)
        if index >= 0 { X509_ATTRIBUTE_free(CMS_signed_delete_attr(signer, index)) }
    }

    private func nameAlgorithm(
        _ signer: OpaquePointer?, _ algorithm: SigningKey.Algorithm
    ) throws(VaultError) {
        guard algorithm == .sm2 else { return }
        var signature: UnsafeMutablePointer<X509_ALGOR>?
        CMS_SignerInfo_get0_algs(signer, nil, nil, nil, &signature)
        try OpenSSLCalls.check(
            X509_ALGOR_set0(signature, OBJ_nid2obj(NID_SM2_with_SM3), V_ASN1_UNDEF, nil), "SM2 in CMS")
    }

    /// The attributes as the signature covers them: `SET OF` in DER, that is sorted (RFC 5652, 5.4).
    private func signedAttributes(_ signer: OpaquePointer?) throws(VaultError) -> [UInt8] {
        var encoded: [[UInt8]] = []
        for index in 0..<CMS_signed_get_attr_count(signer) {
            var output: UnsafeMutablePointer<UInt8>?
            let count = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(signer, index), &output)
            guard count > 0, let output else { throw OpenSSLCalls.failure("CMS attributes") }
            defer { CRYPTO_free(output, #file, #line) }
            encoded.append(Array(UnsafeBufferPointer(start: output, count: Int(count))))
        }
        encoded.sort { $0.lexicographicallyPrecedes($1) }
        let body = encoded.flatMap { $0 }
        return [0x31] + Self.derLength(body.count) + body
    }

    private func setSignature(_ signer: OpaquePointer?, _ signature: [UInt8]) throws(VaultError) {
        let target = CMS_SignerInfo_get0_signature(signer)
        try OpenSSLCalls.check(
            ASN1_STRING_set(target, signature, Int32(signature.count)), "CMS signature")
    }

    private static func derLength(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(count)] }
        let bytes = withUnsafeBytes(of: count.bigEndian) { Array($0.drop { $0 == 0 }) }
        return [0x80 | UInt8(bytes.count)] + bytes
    }
}
