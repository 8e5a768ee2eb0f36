public import HTTPTypes
public import Web

/// Why somebody at the desk is not obeyed.
public enum StaffRefused: Refusal, Hashable, CaseIterable {
    /// Nobody is signed in, or no longer.
    case sessionOver
    /// The route says nothing about who may use it; nobody may.
    case undeclared
    /// The person's roles do not include this, or not for that place.
    case rightMissing
    /// No code like this is open: mistyped, used, or older than fifteen minutes.
    case codeUnknown
    /// The code opens only when the wait of its recovery is over.
    case codeWaits
    /// The first officer is there already.
    case firstOfficerThere
    /// It wants a passkey shown in the last ten minutes.
    case proofTooOld
    /// The account was shut out.
    case accountEnded
    case unknownAccount
    case unknownApproval
    /// Two of the three officers in one person.
    case rolesTogether
    /// More than a clerk or a supervisor, for somebody of another city.
    case rolesElsewhere
    /// The officer's place is taken; a second one needs two people's word.
    case seatTaken
    /// The officer's place was held before: one person alone does not fill it.
    case seatWasHeld
    /// Nobody ever held the officer's place: the desk fills it, and the console need not.
    case seatNeverHeld
    /// Another recovery of those who could refuse this one is not over.
    case recoveryRuns
    /// There is no recovery like this that could still be stopped.
    case recoveryOver
    /// The form asks for something that is not offered.
    case malformed
    /// The second person is the first.
    case ownRequest
    /// The second person's device or session is the first one's.
    case sameHand
    /// The same person has said yes already; another one is waited for.
    case saidAlready
    /// It is about the one who asks or decides.
    case aboutYourself
    /// It has been decided.
    case decidedAlready
    /// Nobody decided in time.
    case requestOver
    /// There is no open case like this within the person's bounds.
    case noOpenCase
    case unknownAlert
    /// No open case within the person's bounds.
    case nothingToExport
    /// More than a list may hold, or than was agreed.
    case exportTooLong
    /// The console may not do it alone.
    case permitNeeded
    /// No permit like this is open for this act: mistyped, used, over, or somebody else's.
    case permitUnknown

    public var slug: String {
        switch self {
        case .sessionOver: "staff-session-over"
        case .undeclared, .rightMissing: "staff-right-missing"
        case .codeUnknown: "staff-code-unknown"
        case .firstOfficerThere: "staff-first-officer-there"
        case .proofTooOld: "staff-proof-too-old"
        case .accountEnded: "staff-account-ended"
        case .unknownAccount: "staff-account-unknown"
        case .unknownApproval: "approval-unknown"
        case .rolesTogether: "staff-roles-together"
        case .rolesElsewhere: "staff-roles-elsewhere"
        case .seatTaken: "staff-seat-taken"
        case .codeWaits: "staff-code-waits"
        case .seatWasHeld: "staff-seat-was-held"
        case .seatNeverHeld: "staff-seat-never-held"
        case .recoveryRuns: "staff-recovery-runs"
        case .recoveryOver: "staff-recovery-over"
        case .malformed: "staff-malformed"
        case .ownRequest: "approval-own-request"
        case .sameHand: "approval-same-hand"
        case .saidAlready: "approval-said-already"
        case .aboutYourself: "approval-about-yourself"
        case .decidedAlready: "approval-decided"
        case .requestOver: "approval-over"
        case .noOpenCase: "staff-no-open-case"
        case .unknownAlert: "staff-alert-unknown"
        case .nothingToExport: "staff-export-nothing"
        case .exportTooLong: "staff-export-too-long"
        case .permitNeeded: "staff-permit-needed"
        case .permitUnknown: "staff-permit-unknown"
        }
    }

    public var page: String? {
        switch self {
        case .sessionOver: StaffGate.door
        case .proofTooOld: "/me/proof"
        default: nil
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .sessionOver: .unauthorized
        case .unknownAccount, .unknownApproval, .unknownAlert, .nothingToExport: .notFound
        case .malformed: .badRequest
        case .firstOfficerThere, .seatTaken, .seatWasHeld, .seatNeverHeld, .recoveryRuns, .recoveryOver,
            .decidedAlready, .requestOver, .saidAlready:
            .conflict
        case .rolesTogether, .rolesElsewhere, .exportTooLong: .unprocessableContent
        case .undeclared, .rightMissing, .noOpenCase, .codeUnknown, .codeWaits, .proofTooOld, .accountEnded,
            .ownRequest,
            .sameHand,
            .aboutYourself, .permitNeeded, .permitUnknown:
            .forbidden
        }
    }
}
