import CFido2

/// Owner of one public key of libfido2 for the length of a call.
final class FidoKey {
    private var es256: OpaquePointer?
    private var edDSA: OpaquePointer?
    private let algorithm: PasskeyAlgorithm

    /// - Returns: Nil when the bytes are no key.
    init?(_ algorithm: PasskeyAlgorithm, _ bytes: [UInt8]) {
        self.algorithm = algorithm
        switch algorithm {
        case .es256:
            es256 = es256_pk_new()
            guard es256 != nil, es256_pk_from_ptr(es256, bytes, bytes.count) == FIDO_OK else { return nil }
        case .edDSA:
            edDSA = eddsa_pk_new()
            guard edDSA != nil, eddsa_pk_from_ptr(edDSA, bytes, bytes.count) == FIDO_OK else { return nil }
        }
    }

    deinit {
        es256_pk_free(&es256)
        eddsa_pk_free(&edDSA)
    }

    /// Whether the device that holds the other half signed this for the party, touched by somebody it verified.
    func verifies(_ assertion: PasskeyAssertion, clientDataHash: [UInt8], party: String) -> Bool {
        var statement = fido_assert_new()
        guard let handle = statement, let key = es256 ?? edDSA else { return false }
        defer { fido_assert_free(&statement) }
        return fido_assert_set_rp(handle, party) == FIDO_OK
            && fido_assert_set_clientdata_hash(handle, clientDataHash, clientDataHash.count) == FIDO_OK
            && fido_assert_set_count(handle, 1) == FIDO_OK
            && fido_assert_set_authdata_raw(
                handle, 0, assertion.authenticatorData, assertion.authenticatorData.count) == FIDO_OK
            && fido_assert_set_sig(handle, 0, assertion.signature, assertion.signature.count) == FIDO_OK
            && fido_assert_set_up(handle, FIDO_OPT_TRUE) == FIDO_OK
            && fido_assert_set_uv(handle, FIDO_OPT_TRUE) == FIDO_OK
            && fido_assert_verify(handle, 0, algorithm.cose, UnsafeRawPointer(key)) == FIDO_OK
    }
}
