/// Authenticated encryption of one field under one key.
///
/// Sealed bytes: header, nonce, ciphertext, tag. International: AES-256-GCM, 12-byte nonce, 16-byte tag.
/// National: SM4-CTR, 16-byte nonce, then HMAC-SM3 over all of it, 32-byte tag, under a key of its own.
struct FieldCipher: Sendable {
    private let suite: Suite
    private let encryption: Secret
    /// Of the national suite alone: GCM needs none.
    private let authentication: Secret?

    init(key: Secret, suite: Suite) {
        self.suite = suite
        encryption = key.derived("egret/1/field/encrypt", suite)
        authentication =
            suite == .national ? key.derived("egret/1/field/authenticate", suite) : nil
    }

    /// The first byte of everything sealed: format 1 and the suite.
    static func version(_ suite: Suite) -> UInt8 {
        switch suite {
        case .international: 0x11
        case .national: 0x12
        }
    }

    private var nonceLength: Int { suite == .international ? 12 : 16 }
    private var tagLength: Int { suite == .international ? 16 : 32 }

    func seal(
        _ plain: [UInt8], header: [UInt8], associated: [UInt8], random: (Int) -> [UInt8]
    ) throws(VaultError) -> [UInt8] {
        let nonce = random(nonceLength)
        let bound = LengthFramed.join([header, nonce, associated])
        switch suite {
        case .international:
            let cipher = try encryption.use { (key) throws(VaultError) in
                try AESGCM.seal(plain, key: key, nonce: nonce, associated: bound)
            }
            return header + nonce + cipher
        case .national:
            let cipher = try encryption.use { (key) throws(VaultError) in
                try SM4CTR.apply(plain, key: key, nonce: nonce)
            }
            return header + nonce + cipher + mac(bound, cipher)
        }
    }

    /// - Throws: ``VaultError/tampered`` unless every byte and the place are what they were.
    func open(_ sealed: [UInt8], header: [UInt8], associated: [UInt8]) throws(VaultError) -> [UInt8] {
        guard sealed.starts(with: header), sealed.count >= header.count + nonceLength + tagLength else {
            throw .tampered
        }
        let body = sealed.dropFirst(header.count)
        let nonce = Array(body.prefix(nonceLength))
        let text = Array(body.dropFirst(nonceLength))
        let bound = LengthFramed.join([header, nonce, associated])
        switch suite {
        case .international:
            return try encryption.use { (key) throws(VaultError) in
                try AESGCM.open(text, key: key, nonce: nonce, associated: bound)
            }
        case .national:
            let cipher = Array(text.dropLast(tagLength))
            guard constantTimeEquals(Array(text.suffix(tagLength)), mac(bound, cipher)) else {
                throw .tampered
            }
            return try encryption.use { (key) throws(VaultError) in
                try SM4CTR.apply(cipher, key: key, nonce: nonce)
            }
        }
    }

    private func mac(_ bound: [UInt8], _ cipher: [UInt8]) -> [UInt8] {
        guard let authentication else { preconditionFailure("only the national suite has a key for it") }
        return authentication.mac(LengthFramed.join([bound, cipher]), suite)
    }
}
