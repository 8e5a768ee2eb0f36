import COpenSSL

/// The two spellings of a signature on a curve of 256 bits: DER, and r and s side by side.
enum ECSignature {
    static let rawLength = 64

    static func raw(fromDER der: [UInt8]) throws(VaultError) -> [UInt8] {
        let parsed = der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return d2i_ECDSA_SIG(nil, &cursor, buffer.count)
        }
        let signature = try OpenSSLCalls.made(parsed, "reading a signature")
        defer { ECDSA_SIG_free(signature) }
        var raw = [UInt8](repeating: 0, count: rawLength)
        let written = raw.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return BN_bn2binpad(ECDSA_SIG_get0_r(signature), base, 32) == 32
                && BN_bn2binpad(ECDSA_SIG_get0_s(signature), base + 32, 32) == 32
        }
        guard written else { throw OpenSSLCalls.failure("reading a signature") }
        return raw
    }

    static func der(fromRaw raw: [UInt8]) throws(VaultError) -> [UInt8] {
        guard raw.count == rawLength else { throw .malformed("a signature has 64 bytes") }
        let signature = try OpenSSLCalls.made(ECDSA_SIG_new(), "writing a signature")
        defer { ECDSA_SIG_free(signature) }
        let (r, s) = (BN_bin2bn(Array(raw[..<32]), 32, nil), BN_bin2bn(Array(raw[32...]), 32, nil))
        guard ECDSA_SIG_set0(signature, r, s) == 1 else {
            BN_free(r)
            BN_free(s)
            throw OpenSSLCalls.failure("writing a signature")
        }
        var output: UnsafeMutablePointer<UInt8>?
        let count = i2d_ECDSA_SIG(signature, &output)
        guard count > 0, let output else { throw OpenSSLCalls.failure("writing a signature") }
        defer { CRYPTO_free(output, #file, #line) }
        return Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }
}
