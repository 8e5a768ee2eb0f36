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
}
