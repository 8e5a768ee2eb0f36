import CFido2

/// The head of what a device signs: for whom, how it was asked, how often it has signed (WebAuthn level 2, 6.1).
///
/// The rest, in CBOR, is libfido2's to read.
struct AuthenticatorData: Sendable {
    /// **Unit:** bytes.
    static let headLength = 37
    static let lengthMax = 4_096

    let bytes: [UInt8]
    let counter: UInt32
    private let flags: UInt8

    init(_ bytes: [UInt8]) throws(PasskeyRefused) {
        guard (Self.headLength...Self.lengthMax).contains(bytes.count) else { throw .malformed }
        self.bytes = bytes
        flags = bytes[32]
        counter = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
    }

    var partyHash: [UInt8] { Array(bytes[..<32]) }
    var isPresent: Bool { flags & UInt8(CTAP_AUTHDATA_USER_PRESENT) != 0 }
    var isVerified: Bool { flags & UInt8(CTAP_AUTHDATA_USER_VERIFIED) != 0 }
    var hasCredential: Bool { flags & UInt8(CTAP_AUTHDATA_ATT_CRED) != 0 }
    private var hasExtensions: Bool { flags & UInt8(CTAP_AUTHDATA_EXT_DATA) != 0 }

    /// Whether libfido2 may read it as that of a new passkey: AAGUID, length and id, then the key and what was asked besides.
    var isSafeAsCredential: Bool {
        let rest = bytes[Self.headLength...].dropFirst(16)
        guard rest.count >= 2 else { return false }
        let length = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
        return isSafe(CBORClaims.afterItem(rest.dropFirst(2 + length)))
    }

    /// The same of a passkey that is shown, where libfido2 looks for nothing but what was asked besides.
    var isSafeAsAssertion: Bool { isSafe(bytes[Self.headLength...]) }

    private func isSafe(_ rest: ArraySlice<UInt8>?) -> Bool {
        guard let rest else { return false }
        return !hasExtensions || CBORClaims.afterItem(rest) != nil
    }
}
