public import Base
public import HTTPTypes
public import Web

/// Every reason for which a person is not let on, each with words that say what to do next.
public enum IdentityRefused: Refusal, Hashable {
    /// The session is over, was never there, or belongs to another terminal.
    case sessionOver
    /// The page needs a person and nobody has been identified.
    case notIdentified
    /// The number on the card fails its check: the chip was misread or is no card of ours.
    case cardNumber(CitizenNumber.Refused)
    case cardUnreadable
    case cardExpired
    case cardNotYetValid
    /// Another card than the one this visit began with.
    case otherCard
    /// Name and number are unknown to the authority.
    case identityMismatch
    case faceMismatch(triesLeft: Int)
    /// The face was tried as often as may be in this visit.
    case faceTriesUsed
    case faceConsentMissing
    /// A child's picture needs a guardian's consent.
    case guardianNeeded
    case pictureUnusable
    case codeWrong(triesLeft: Int)
    /// What was typed is no code, so it was compared with none.
    case codeUnreadable
    case codeTriesUsed
    case codeExpired
    case codeNotSent
    /// Too many codes for one person within the hour.
    case codeTooOften
    /// The gateway does not take the message: another way is the way.
    case codeUndelivered
    /// The national service does not answer: another way is the way.
    case networkSilent
    /// It says that it is not she, or speaks of another person than we know.
    case networkMismatch
    /// Nobody has agreed, or not to what is needed.
    case networkNotAgreed
    /// Too many pictures for a phone in one visit.
    case pictureTooOften
    case choiceUnknown
    /// Too many misses in a row of one person at this terminal.
    case wait(seconds: Int)
    /// As many as may be: this way is shut for her at this terminal for a day.
    case closedHere
    /// What is asked needs a proof of the last ten minutes.
    case proofNeeded
    /// A phone is set by the card and something that is no message to one.
    case phoneProofNeeded

    public var slug: String {
        switch self {
        case .sessionOver: "session-over"
        case .notIdentified: "not-identified"
        case .cardNumber: "card-number"
        case .cardUnreadable: "card-unreadable"
        case .cardExpired: "card-expired"
        case .cardNotYetValid: "card-not-yet-valid"
        case .otherCard: "card-other"
        case .identityMismatch: "identity-mismatch"
        case .faceMismatch: "face-mismatch"
        case .faceTriesUsed: "face-tries-used"
        case .faceConsentMissing: "face-consent-missing"
        case .guardianNeeded: "consent-guardian-needed"
        case .pictureUnusable: "picture-unusable"
        case .codeWrong: "code-wrong"
        case .codeUnreadable: "code-unreadable"
        case .codeTriesUsed: "code-tries-used"
        case .codeExpired: "code-expired"
        case .codeNotSent: "code-not-sent"
        case .codeTooOften: "code-too-often"
        case .codeUndelivered: "code-undelivered"
        case .networkSilent: "network-silent"
        case .networkMismatch: "network-mismatch"
        case .networkNotAgreed: "network-not-agreed"
        case .pictureTooOften: "picture-too-often"
        case .choiceUnknown: "choice-unknown"
        case .wait: "identity-wait"
        case .closedHere: "identity-closed"
        case .proofNeeded: "proof-needed"
        case .phoneProofNeeded: "phone-proof-needed"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .sessionOver, .notIdentified: .unauthorized
        case .otherCard, .faceTriesUsed, .codeTriesUsed, .faceConsentMissing, .guardianNeeded, .closedHere,
            .proofNeeded, .phoneProofNeeded:
            .forbidden
        case .codeTooOften, .pictureTooOften, .wait: .tooManyRequests
        case .codeUndelivered, .networkSilent: .serviceUnavailable
        default: .unprocessableContent
        }
    }

    /// A visit that turned out to be over is not among them: the word may come late, when the next has begun.
    public var endsSession: Bool { self == .otherCard }

    public var values: [String: String] {
        switch self {
        case .faceMismatch(let left), .codeWrong(let left): ["left": String(left)]
        case .wait(let seconds): ["minutes": String((seconds + 59) / 60)]
        default: [:]
        }
    }
}
