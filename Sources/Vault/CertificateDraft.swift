import Base
import COpenSSL

/// A certificate that is being filled in.
final class CertificateDraft {
    private let handle: X509Handle

    init(
        commonName: String, organization: String, key: PublicKey, serial: Token, from: Instant, to: Instant
    ) throws(VaultError) {
        handle = X509Handle(owning: try OpenSSLCalls.made(X509_new(), "certificate"))
        let certificate = handle.pointer
        try OpenSSLCalls.check(X509_set_version(certificate, 2), "certificate version")
        try setSerial(serial)
        let name = try OpenSSLCalls.made(X509_get_subject_name(certificate), "certificate name")
        for (field, text) in [("O", organization), ("CN", commonName)] {
            let bytes = Array(text.utf8)
            try OpenSSLCalls.check(
                X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytes, Int32(bytes.count), -1, 0),
                "certificate name")
        }
        for (instant, set) in [(from, X509_set1_notBefore), (to, X509_set1_notAfter)] {
            let time = try OpenSSLCalls.made(
                ASN1_TIME_set(nil, time_t(instant.milliseconds / 1_000)), "certificate time")
            defer { ASN1_STRING_free(time) }
            try OpenSSLCalls.check(set(certificate, time), "certificate time")
        }
        try key.handle.use { (key) throws(VaultError) in
            try OpenSSLCalls.check(X509_set_pubkey(certificate, key), "certificate key")
        }
    }

    func signed(by issuerKey: SigningKey, issuer: Certificate?) throws(VaultError) -> Certificate {
        let certificate = handle.pointer
        let issuerHandle: X509Handle? = if let issuer { try X509Handle(der: issuer.der) } else { nil }
        let issuerName = X509_get_subject_name(issuerHandle?.pointer ?? certificate)
        try OpenSSLCalls.check(X509_set_issuer_name(certificate, issuerName), "certificate issuer")
        try extend(NID_subject_key_identifier, "hash", issuerHandle)
        if issuer == nil {
            try extend(NID_basic_constraints, "critical,CA:TRUE", issuerHandle)
            try extend(
                NID_key_usage, "critical,digitalSignature,nonRepudiation,keyCertSign", issuerHandle)
        } else {
            try extend(NID_authority_key_identifier, "keyid", issuerHandle)
            try extend(NID_basic_constraints, "critical,CA:FALSE", issuerHandle)
            try extend(NID_key_usage, "critical,digitalSignature,nonRepudiation", issuerHandle)
        }
        try issuerKey.handle.use { (key) throws(VaultError) in
            let context = try SignatureContext(key, issuerKey.algorithm)
            try context.startSigning()
            guard X509_sign_ctx(certificate, context.digest) > 0 else {
                throw OpenSSLCalls.failure("certificate signature")
            }
        }
        return try Certificate(der: try handle.der())
    }

    /// A positive number of at most 127 bits that follows from the token (RFC 5280: at most 20 bytes).
    private func setSerial(_ serial: Token) throws(VaultError) {
        var bytes = Array(Digest.sha256(Array(serial.rawValue.utf8)).prefix(16))
        bytes[0] &= 0x7F
        let number = try OpenSSLCalls.made(BN_bin2bn(bytes, Int32(bytes.count), nil), "certificate serial")
        defer { BN_free(number) }
        let target = X509_get_serialNumber(handle.pointer)
        guard BN_to_ASN1_INTEGER(number, target) != nil else {
            throw OpenSSLCalls.failure("certificate serial")
        }
    }

    private func extend(_ nid: Int32, _ value: String, _ issuer: X509Handle?) throws(VaultError) {
        var context = X509V3_CTX()
        X509V3_set_ctx(
            &context, issuer?.pointer ?? handle.pointer, handle.pointer, nil, nil, 0)
        let parsed = value.withCString { X509V3_EXT_conf_nid(nil, &context, nid, $0) }
        let entry = try OpenSSLCalls.made(parsed, "certificate extension")
        defer { X509_EXTENSION_free(entry) }
        try OpenSSLCalls.check(X509_add_ext(handle.pointer, entry, -1), "certificate extension")
    }
}
