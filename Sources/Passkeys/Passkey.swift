public import Base

/// A public key whose other half lies in somebody's device.
public struct Passkey: Hashable, Sendable {
    /// So long an id is taken, and none is longer (WebAuthn level 2, section 4).
    ///
    /// **Unit:** bytes.
    static let credentialIDMax = 1_023

    public let id: Token
    /// Whose it is: the name of an account in its realm.
    public let holder: String
    /// The device's own name for it.
    ///
    /// **Range:** 1…1,023 bytes.
    public let credentialID: [UInt8]
    public let algorithm: PasskeyAlgorithm
    /// As libfido2 keeps it: x and y, or the 32 bytes of Ed25519.
    public let publicKey: [UInt8]
    /// How often the device has signed; 0 for ever on devices that do not count.
    public let counter: UInt32
    public let createdAt: Instant
    public let usedAt: Instant?
}

/// A passkey that a device has just made and that nobody keeps yet.
public struct NewPasskey: Hashable, Sendable {
    public let holder: String
    public let credentialID: [UInt8]
    public let algorithm: PasskeyAlgorithm
    public let publicKey: [UInt8]
    public let counter: UInt32
}
