import Base
import COpenSSL

/// Owner of one `X509`, which many threads may read: the library locks what it works out about one.
final class X509Handle: Sendable {
    /// The address as a number, since a raw pointer cannot move between threads by itself; never zero.
    private let address: UInt

    init(der: [UInt8]) throws(VaultError) {
        var consumed = 0
        let parsed = der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            let parsed = d2i_X509(nil, &cursor, buffer.count)
            if let start = buffer.baseAddress, let cursor { consumed = cursor - start }
            return parsed
        }
        ERR_clear_error()
        guard let parsed else { throw .malformed("the bytes are no certificate") }
        address = UInt(bitPattern: parsed)
        guard consumed == der.count else { throw .malformed("bytes follow the certificate") }
        // Else the library would check an SM2 signature under an empty user id; other signatures have none.
        guard X509_get_signature_nid(parsed) == NID_SM2_with_SM3 else { return }
        let id = try OpenSSLCalls.made(ASN1_OCTET_STRING_new(), "SM2 user id")
        let userID = SignatureContext.sm2UserID
        try OpenSSLCalls.check(ASN1_STRING_set(id, userID, Int32(userID.count)), "SM2 user id")
        X509_set0_distinguishing_id(parsed, id)
    }

    /// Takes over the reference.
    init(owning pointer: OpaquePointer) {
        address = UInt(bitPattern: pointer)
    }

    deinit { X509_free(OpaquePointer(bitPattern: address)) }

    /// The way to the pointer, which must not outlive this object.
    func use<T>(_ body: (OpaquePointer) throws(VaultError) -> T) throws(VaultError) -> T {
        try body(pointer)
    }

    private var pointer: OpaquePointer {
        guard let pointer = OpaquePointer(bitPattern: address) else {
            preconditionFailure("a certificate lies somewhere")
        }
        return pointer
    }

    func der() throws(VaultError) -> [UInt8] {
        try written("writing a certificate") { i2d_X509($0, &$1) }
    }

    func publicKey() throws(VaultError) -> PublicKey {
        try PublicKey(
            spki: written("reading a certificate's key") { i2d_X509_PUBKEY(X509_get_X509_PUBKEY($0), &$1) })
    }

    private func written(
        _ doing: StaticString, _ write: (OpaquePointer, inout UnsafeMutablePointer<UInt8>?) -> Int32
    ) throws(VaultError) -> [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        let count = write(pointer, &output)
        guard count > 0, let output else { throw OpenSSLCalls.failure(doing) }
        defer { CRYPTO_free(output, #file, #line) }
        return Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }

    /// The newest common name of the subject; empty when there is none.
    func commonName() -> String {
        guard let name = X509_get_subject_name(pointer) else { return "" }
        let index = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
        guard index >= 0, let entry = X509_NAME_get_entry(name, index),
            let text = X509_NAME_ENTRY_get_data(entry)
        else { return "" }
        var output: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&output, text)
        guard count >= 0, let output else { return "" }
        defer { CRYPTO_free(output, #file, #line) }
        return String(decoding: UnsafeBufferPointer(start: output, count: Int(count)), as: UTF8.self)
    }

    /// Whole seconds; certificates know no finer time.
    func validity() throws(VaultError) -> (from: Instant, to: Instant) {
        (try Self.instant(X509_get0_notBefore(pointer)), try Self.instant(X509_get0_notAfter(pointer)))
    }

    private static func instant(_ time: UnsafePointer<ASN1_TIME>?) throws(VaultError) -> Instant {
        let epoch = try OpenSSLCalls.made(ASN1_TIME_set(nil, 0), "reading a certificate's time")
        defer { ASN1_STRING_free(epoch) }
        var (days, seconds): (Int32, Int32) = (0, 0)
        try OpenSSLCalls.check(ASN1_TIME_diff(&days, &seconds, epoch, time), "reading a certificate's time")
        return Instant(milliseconds: (Int64(days) * 86_400 + Int64(seconds)) * 1_000)
    }
}
