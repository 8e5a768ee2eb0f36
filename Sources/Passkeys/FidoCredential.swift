import CFido2

/// What libfido2 reads from the data of a device that has made a passkey.
struct FidoCredential: Sendable {
    let id: [UInt8]
    let algorithm: PasskeyAlgorithm
    let publicKey: [UInt8]

    /// - Throws: ``PasskeyRefused/algorithm`` unless the data holds one key of a kind we asked for.
    init(_ data: [UInt8]) throws(PasskeyRefused) {
        for algorithm in PasskeyAlgorithm.allCases {
            if let found = Self.read(data, as: algorithm) {
                self = found
                return
            }
        }
        throw .algorithm
    }

    private init(id: [UInt8], algorithm: PasskeyAlgorithm, publicKey: [UInt8]) {
        self.id = id
        self.algorithm = algorithm
        self.publicKey = publicKey
    }

    private static func read(_ data: [UInt8], as algorithm: PasskeyAlgorithm) -> FidoCredential? {
        var credential = fido_cred_new()
        guard let handle = credential else { return nil }
        defer { fido_cred_free(&credential) }
        guard fido_cred_set_type(handle, algorithm.cose) == FIDO_OK,
            fido_cred_set_authdata_raw(handle, data, data.count) == FIDO_OK,
            let id = fido_cred_id_ptr(handle), let key = fido_cred_pubkey_ptr(handle)
        else { return nil }
        let found = FidoCredential(
            id: Array(UnsafeBufferPointer(start: id, count: fido_cred_id_len(handle))), algorithm: algorithm,
            publicKey: Array(UnsafeBufferPointer(start: key, count: fido_cred_pubkey_len(handle))))
        // A point that lies on no curve verifies nothing; better said now.
        guard !found.id.isEmpty, FidoKey(algorithm, found.publicKey) != nil else { return nil }
        return found
    }
}
