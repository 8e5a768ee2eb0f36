import CFido2

/// The kinds of key we ask for, by their COSE numbers (RFC 9053).
public enum PasskeyAlgorithm: Int64, Sendable, CaseIterable {
    /// ECDSA on P-256 with SHA-256.
    case es256 = -7
    /// Ed25519.
    case edDSA = -8

    var cose: Int32 { Int32(rawValue) }
}
