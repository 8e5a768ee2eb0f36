import Base
public import HTTPTypes
public import Web

/// Every reason for which an account is not opened to somebody, each with words that say what to do next.
public enum AccountRefused: Refusal, Hashable {
    /// Nobody is signed in, or no longer.
    case signedOut
    /// Name, password or code are not right together; which of them is not said.
    case notRight
    /// Too many wrong tries from browsers she has not used before.
    case wait(seconds: Int)
    /// A hundred wrong tries in a row: a terminal opens the account anew.
    case closed
    /// The sign-in took longer than five minutes, or had five wrong codes.
    case startAgain
    /// The code of the terminal is unknown, used or too old.
    case activationUnknown
    /// What is asked needs a proof of the last ten minutes.
    case proofStale
    /// What is asked needs two factors.
    case levelTooLow
    case passwordWeak(PasswordRule.Weakness)
    case codeWrong
    /// The last way that is left cannot be taken away.
    case lastWay
    case unknownWay
    /// So many passkeys are enough.
    case tooManyWays
    /// The visit at the terminal is over, was decided already, or its code is none.
    case visitUnknown
    /// Card and code opened the account a short while ago: it does not yet speak for what must be sure.
    case accountNew(hours: Int)
    /// The gateway does not take the message.
    case codeUndelivered
    /// What was typed is no mobile number.
    case phoneUnreadable
    /// More people sign in at this moment than the machine can check.
    case busy

    public var slug: String {
        switch self {
        case .signedOut: "account-signed-out"
        case .notRight: "account-not-right"
        case .wait: "account-wait"
        case .closed: "account-closed"
        case .startAgain: "account-start-again"
        case .activationUnknown: "account-activation-unknown"
        case .proofStale: "account-proof-stale"
        case .levelTooLow: "account-level-too-low"
        case .passwordWeak(let weakness): "account-password-\(weakness.rawValue)"
        case .codeWrong: "account-code-wrong"
        case .lastWay: "account-last-way"
        case .unknownWay: "account-way-unknown"
        case .tooManyWays: "account-ways-too-many"
        case .visitUnknown: "account-visit-unknown"
        case .accountNew: "account-new"
        case .codeUndelivered: "account-code-undelivered"
        case .phoneUnreadable: "account-phone-unreadable"
        case .busy: "account-busy"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .signedOut: .unauthorized
        case .wait: .tooManyRequests
        case .closed, .proofStale, .levelTooLow, .accountNew: .forbidden
        case .codeUndelivered, .busy: .serviceUnavailable
        default: .unprocessableContent
        }
    }

    public var values: [String: String] {
        switch self {
        case .wait(let seconds): ["minutes": String((seconds + 59) / 60)]
        case .accountNew(let hours): ["hours": String(hours)]
        case .passwordWeak: ["least": String(PasswordRule.lengthMin), "most": String(PasswordRule.lengthMax)]
        default: [:]
        }
    }
}
