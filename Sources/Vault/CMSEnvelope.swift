import Base
import COpenSSL

/// Owner of one `CMS_ContentInfo` for the length of a call.
final class CMSEnvelope {
    private static let flags = UInt32(CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP)

    private let cms: OpaquePointer

    init(chain: [Certificate]) throws(VaultError) {
        cms = try OpenSSLCalls.made(CMS_sign(nil, nil, nil, nil, Self.flags), "CMS")
        for certificate in chain {
            try certificate.handle.use { (pointer) throws(VaultError) in
                try OpenSSLCalls.check(CMS_add1_cert(cms, pointer), "CMS certificates")
            }
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

    /// OpenSSL 3.0 always adds the clock's signing-time and knows no SM2 signer: what it made is put right and
    /// signed again.
    func sign(
        _ content: [UInt8], _ key: SigningKey, _ certificate: Certificate, at: Instant?, pades: Bool
    ) throws(VaultError) {
        let flags = Self.flags | (pades ? UInt32(CMS_CADES) : 0)
        let hash = SignatureContext.hash(of: key.algorithm)
        try certificate.handle.use { (certificate) throws(VaultError) in
            try key.handle.use { (pointer) throws(VaultError) in
                let added = CMS_add1_signer(cms, certificate, pointer, hash, flags)
                if let at {
                    try CMSSigner(try OpenSSLCalls.made(added, "CMS signer")).setSigningTime(at)
                }
                let done = try OpenSSLCalls.reading(content) { CMS_final(cms, $0, nil, flags) == 1 }
                guard added != nil, done == true else { throw OpenSSLCalls.failure("CMS signature") }
            }
        }
        let signer = try signerInfo()
        if at == nil { signer.removeSigningTime() }
        try signer.nameAlgorithm(key.algorithm)
        try signer.setSignature(try key.signEncoded(try signer.signedAttributes()))
    }

    /// The signer's certificate, after its signature over the content was found right.
    func signer(of content: [UInt8]) throws(VaultError) -> Certificate {
        let certificate = try signerCertificate()
        // OpenSSL reads neither of them, and nothing signs them.
        guard OBJ_obj2nid(CMS_get0_eContentType(cms)) == NID_pkcs7_data,
            try signerInfo().namesAlgorithms(of: certificate.publicKey.algorithm)
        else { throw .malformed("the CMS names another content or another algorithm") }
        if certificate.publicKey.algorithm == .sm2 {
            try signerInfo().checkSM2(content, certificate.publicKey)
            return certificate
        }
        let flags = UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)
        let right = try OpenSSLCalls.reading(content) { CMS_verify(cms, nil, nil, $0, nil, flags) == 1 }
        guard right == true else { throw .tampered }
        return certificate
    }

    /// Everything that travels inside, believed or not; keys we cannot use are passed over.
    func certificates() throws(VaultError) -> [Certificate] {
        guard let stack = CMS_get1_certs(cms) else { return [] }
        defer { egret_x509_stack_free(stack) }
        var found: [Certificate] = []
        for index in 0..<egret_x509_stack_count(stack) {
            guard let pointer = egret_x509_stack_at(stack, index) else { continue }
            X509_up_ref(pointer)
            let der = try X509Handle(owning: pointer).der()
            if let certificate = try? KnownCertificates.certificate(der) { found.append(certificate) }
        }
        return found
    }

    /// The one certificate inside that the signer names.
    private func signerCertificate() throws(VaultError) -> Certificate {
        let signer = try signerInfo()
        for certificate in try certificates() {
            let isNamed = try certificate.handle.use { (pointer) throws(VaultError) in
                signer.names(pointer)
            }
            if isNamed { return certificate }
        }
        throw .malformed("the CMS lacks its signer's certificate")
    }

    private func signerInfo() throws(VaultError) -> CMSSigner {
        CMSSigner(try OpenSSLCalls.made(egret_signer_at(cms, 0), "CMS signer"))
    }
}
