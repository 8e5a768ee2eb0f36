import Base
import COpenSSL

/// The way from a certificate to one that is trusted.
enum CertificatePath {
    static func check(
        _ leaf: Certificate, untrusted: [Certificate], trusted: [Certificate], at: Instant
    ) throws(VaultError) {
        let store = try OpenSSLCalls.made(X509_STORE_new(), "certificate path")
        defer { X509_STORE_free(store) }
        for anchor in trusted {
            try anchor.handle.use { (pointer) throws(VaultError) in
                try OpenSSLCalls.check(X509_STORE_add_cert(store, pointer), "certificate path")
            }
        }
        let others = try OpenSSLCalls.made(egret_x509_stack_new(), "certificate path")
        defer { egret_x509_stack_free(others) }
        for certificate in untrusted {
            try certificate.handle.use { (pointer) throws(VaultError) in
                try OpenSSLCalls.check(egret_x509_stack_push(others, pointer), "certificate path")
            }
        }
        try leaf.handle.use { (pointer) throws(VaultError) in
            let context = try OpenSSLCalls.made(X509_STORE_CTX_new(), "certificate path")
            defer { X509_STORE_CTX_free(context) }
            try OpenSSLCalls.check(X509_STORE_CTX_init(context, store, pointer, others), "certificate path")
            try verify(context, at, leaf)
        }
    }

    private static func verify(
        _ context: OpaquePointer, _ at: Instant, _ leaf: Certificate
    ) throws(VaultError) {
        let parameters = X509_STORE_CTX_get0_param(context)
        X509_VERIFY_PARAM_set_time(parameters, time_t(at.milliseconds / 1_000))
        // A trusted certificate need not be a root.
        try OpenSSLCalls.check(
            X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN)), "certificate path")
        defer { ERR_clear_error() }
        guard X509_verify_cert(context) != 1 else { return }
        switch X509_STORE_CTX_get_error(context) {
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID:
            throw .malformed("a certificate of the signer is not valid at that moment")
        default:
            throw .unknownKey(leaf.subjectCommonName)
        }
    }
}
