import Base
import COpenSSL

/// A certificate that is being filled in.
struct CertificateDraft {
    let commonName: String
    let organization: String
    let key: PublicKey
    let serial: Token
    let from: Instant
    let to: Instant

    /// Writes and signs the certificate; without an issuer it vouches for itself and may issue others.
    func signed(by issuerKey: SigningKey, issuer: Certificate?) throws(VaultError) -> Certificate {
        let handle = X509Handle(owning: try OpenSSLCalls.made(X509_new(), "certificate"))
        try handle.use { (certificate) throws(VaultError) in
            try fill(certificate)
            if let issuer {
                try issuer.handle.use { (issuer) throws(VaultError) in
                    try extend(certificate, issuer, isRoot: false)
                }
            } else {
                try extend(certificate, certificate, isRoot: true)
            }
            try issuerKey.handle.use { (key) throws(VaultError) in
                try SignatureContext(key, issuerKey.algorithm).sign(certificate: certificate)
            }
        }
        return try Certificate(der: try handle.der())
    }

    private func fill(_ certificate: OpaquePointer) throws(VaultError) {
        try OpenSSLCalls.check(X509_set_version(certificate, 2), "certificate version")
        try setSerial(certificate)
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

    /// A positive number of at most 127 bits that follows from the token (RFC 5280: at most 20 bytes).
    private func setSerial(_ certificate: OpaquePointer) throws(VaultError) {
        var bytes = Array(Digest.sha256(Array(serial.rawValue.utf8)).prefix(16))
        bytes[0] &= 0x7F
        let number = try OpenSSLCalls.made(BN_bin2bn(bytes, Int32(bytes.count), nil), "certificate serial")
        defer { BN_free(number) }
        guard BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil else {
            throw OpenSSLCalls.failure("certificate serial")
        }
    }

    private func extend(
        _ certificate: OpaquePointer, _ issuer: OpaquePointer, isRoot: Bool
    ) throws(VaultError) {
        try OpenSSLCalls.check(
            X509_set_issuer_name(certificate, X509_get_subject_name(issuer)), "certificate issuer")
        try add(NID_subject_key_identifier, "hash", certificate, issuer)
        if isRoot {
            try add(NID_basic_constraints, "critical,CA:TRUE", certificate, issuer)
            try add(
                NID_key_usage, "critical,digitalSignature,nonRepudiation,keyCertSign", certificate, issuer)
        } else {
            try add(NID_authority_key_identifier, "keyid", certificate, issuer)
            try add(NID_basic_constraints, "critical,CA:FALSE", certificate, issuer)
            try add(NID_key_usage, "critical,digitalSignature,nonRepudiation", certificate, issuer)
        }
    }

    private func add(
        _ nid: Int32, _ value: String, _ certificate: OpaquePointer, _ issuer: OpaquePointer
    ) throws(VaultError) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer, certificate, nil, nil, 0)
        let entry = try OpenSSLCalls.made(
            X509V3_EXT_conf_nid(nil, &context, nid, value), "certificate extension")
        defer { X509_EXTENSION_free(entry) }
        try OpenSSLCalls.check(X509_add_ext(certificate, entry, -1), "certificate extension")
    }
}
