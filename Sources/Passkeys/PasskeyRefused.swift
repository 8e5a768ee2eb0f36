public import HTTPTypes
public import Web

/// Why a passkey is not taken.
///
/// The cases tell apart what must be counted; a person reads only what helps her.
public enum PasskeyRefused: Refusal, Hashable, CaseIterable {
    /// A field is missing, too long, or not what a browser writes.
    case malformed
    /// The answer is to a question of the other kind: making a passkey, or showing one.
    case ceremony
    /// A kind of key that we did not ask for.
    case algorithm
    /// The credential's id is longer than ``Passkey/credentialIDMax``.
    case tooLong
    /// The question was not ours, not for this holder, or is older than five minutes.
    case challengeOver
    /// The question has been answered before.
    case challengeUsed
    /// The page that asked is not ours.
    case origin
    /// The page that asked stood inside another site's page.
    case crossOrigin
    /// The key answers for another host.
    case party
    /// Nobody touched the device.
    case presence
    /// The device did not make sure who holds it.
    case verification
    /// The passkey is enrolled already.
    case known
    /// There is no such passkey here.
    case unknown
    /// The passkey belongs to another account.
    case stranger
    /// The signature does not fit.
    case signature
    /// The device's counter did not grow: there are two of it.
    case cloned

    public var slug: String {
        switch self {
        case .malformed, .ceremony, .algorithm: "passkey-unreadable"
        case .tooLong: "passkey-too-long"
        case .challengeOver, .challengeUsed: "passkey-over"
        case .origin, .crossOrigin, .party: "passkey-elsewhere"
        case .presence, .verification: "passkey-unverified"
        case .known: "passkey-known"
        case .unknown, .stranger, .signature: "passkey-unknown"
        case .cloned: "passkey-cloned"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .malformed, .ceremony, .algorithm: .badRequest
        case .known: .conflict
        case .challengeOver, .challengeUsed, .presence, .verification, .tooLong: .unprocessableContent
        case .origin, .crossOrigin, .party, .unknown, .stranger, .signature, .cloned: .forbidden
        }
    }
}
