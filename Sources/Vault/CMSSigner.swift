import Base
import COpenSSL

/// The signer of a CMS and its signed attributes; lives no longer than the ``CMSEnvelope`` it is part of.
struct CMSSigner {
    private let signer: OpaquePointer

    init(_ signer: OpaquePointer) {
        self.signer = signer
    }

    func names(_ certificate: OpaquePointer) -> Bool {
        CMS_SignerInfo_cert_cmp(signer, certificate) == 0
    }

    func setSigningTime(_ at: Instant) throws(VaultError) {
        // ASN1_TIME_set chooses UTCTime up to 2049 and GeneralizedTime after, as RFC 5652 wants.
        let time = try OpenSSLCalls.made(
            ASN1_TIME_set(nil, time_t(at.milliseconds / 1_000)), "CMS signing-time")
        defer { ASN1_STRING_free(time) }
        try OpenSSLCalls.check(
            CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, ASN1_STRING_type(time), time, -1),
            "CMS signing-time")
    }

    func removeSigningTime() {
        let index = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1)
        if index >= 0 { X509_ATTRIBUTE_free(CMS_signed_delete_attr(signer, index)) }
    }

    /// OpenSSL sets the field for P-256 and leaves it empty for SM2.
    func nameAlgorithm(_ algorithm: SigningKey.Algorithm) throws(VaultError) {
        guard algorithm == .sm2 else { return }
        try OpenSSLCalls.check(
            X509_ALGOR_set0(algorithms().signature, OBJ_nid2obj(NID_SM2_with_SM3), V_ASN1_UNDEF, nil),
            "SM2 in CMS")
    }

    /// Whether digest and signature are said to be those of the key's algorithm.
    func namesAlgorithms(of key: SigningKey.Algorithm) -> Bool {
        let (digest, signature) = algorithms()
        guard let digest, let signature else { return false }
        let named = [OBJ_obj2nid(digest.pointee.algorithm), OBJ_obj2nid(signature.pointee.algorithm)]
        return switch key {
        case .p256: named == [NID_sha256, NID_ecdsa_with_SHA256]
        case .sm2: named[0] == NID_sm3 && [NID_SM2_with_SM3, NID_sm2].contains(named[1])
        case .ed25519: false
        }
    }

    /// The attributes as the signature covers them: `SET OF` in DER, that is sorted (RFC 5652, 5.4).
    func signedAttributes() throws(VaultError) -> [UInt8] {
        var encoded: [[UInt8]] = []
        // The count is negative when there are no attributes at all.
        for index in 0..<max(0, CMS_signed_get_attr_count(signer)) {
            var output: UnsafeMutablePointer<UInt8>?
            let count = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(signer, index), &output)
            guard count > 0, let output else { throw OpenSSLCalls.failure("CMS attributes") }
            defer { CRYPTO_free(output, #file, #line) }
            encoded.append(Array(UnsafeBufferPointer(start: output, count: Int(count))))
        }
        let body = encoded.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
        return [0x31] + Self.derLength(body.count) + body
    }

    func setSignature(_ signature: [UInt8]) throws(VaultError) {
        try OpenSSLCalls.check(
            ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), signature, Int32(signature.count)),
            "CMS signature")
    }

    /// The check of RFC 5652, 5.6, by hand: OpenSSL 3.0 would use an empty user id.
    ///
    /// - Throws: ``VaultError/tampered`` unless the content's SM3 is the one attribute and the signature covers it.
    func checkSM2(_ content: [UInt8], _ key: PublicKey) throws(VaultError) {
        let (digest, signature) = algorithms()
        guard let digest, let signature, OBJ_obj2nid(digest.pointee.algorithm) == NID_sm3,
            [NID_SM2_with_SM3, NID_sm2].contains(OBJ_obj2nid(signature.pointee.algorithm)),
            let found = onlyAttribute(NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING),
            constantTimeEquals(Self.bytes(of: found), Digest.sm3(content)),
            let type = onlyAttribute(NID_pkcs9_contentType, V_ASN1_OBJECT),
            OBJ_obj2nid(type) == NID_pkcs7_data
        else { throw .tampered }
        let attributes = try signedAttributes()
        let encoded = Self.bytes(of: CMS_SignerInfo_get0_signature(signer).map { OpaquePointer($0) })
        let isRight = try key.handle.use { (pointer) throws(VaultError) in
            try SignatureContext(pointer, .sm2).verifies(encoded, of: attributes)
        }
        guard isRight else { throw .tampered }
    }

    /// The value of an attribute that stands there once with one value.
    private func onlyAttribute(_ nid: Int32, _ type: Int32) -> OpaquePointer? {
        CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(nid), -3, type).map { OpaquePointer($0) }
    }

    private func algorithms() -> (
        digest: UnsafeMutablePointer<X509_ALGOR>?, signature: UnsafeMutablePointer<X509_ALGOR>?
    ) {
        var digest: UnsafeMutablePointer<X509_ALGOR>?
        var signature: UnsafeMutablePointer<X509_ALGOR>?
        CMS_SignerInfo_get0_algs(signer, nil, nil, &digest, &signature)
        return (digest, signature)
    }

    private static func bytes(of string: OpaquePointer?) -> [UInt8] {
        guard let string = UnsafePointer<ASN1_STRING>(string), let data = ASN1_STRING_get0_data(string)
        else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(string))))
    }

    private static func derLength(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(count)] }
        let bytes = withUnsafeBytes(of: count.bigEndian) { Array($0.drop { $0 == 0 }) }
        return [0x80 | UInt8(bytes.count)] + bytes
    }
}
