public import Base
public import Storage

/// Something about a terminal that a person must look at.
public struct Alarm: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable, SQLConvertible {
        /// A machine or a key that is admitted asked to be admitted once more.
        case identityReused = "identity-reused"
        /// The terminal stopped itself.
        case selfStopped = "self-stopped"
        /// An operator or a rule of the centre stopped it.
        case stopped
        /// One service of it was stopped, because something spoke of another person.
        case serviceStopped = "service-stopped"
        /// A signed request came twice.
        case requestReplayed = "request-replayed"
        /// A paper, ticket or session did not match at the printer.
        case printMismatch = "print-mismatch"
        /// Another reader or camera than the one that was there: the detail names the device.
        case deviceSwapped = "device-swapped"
        /// A paper lies in the tray after its visit.
        case paperLeft = "paper-left"
        /// Nobody has said in time whether somebody had to break the glass; the detail is her account.
        case glassOverdue = "glass-overdue"
        /// A passkey counted backwards, so there are two of it; the detail says whose door.
        case passkeyCloned = "passkey-cloned"
        /// The console gives somebody at the desk another device, or fills an officer's place; the detail is account or place.
        case staffRecovery = "staff-recovery"
        /// Somebody guesses at the passwords of many accounts.
        case accountsGuessed = "accounts-guessed"
        /// A department has not decided in time; the detail is its queue.
        case caseOverdue = "case-overdue"
        /// A receiver of notices has not taken one for a day.
        case noticeUndelivered = "notice-undelivered"
    }

    public let id: Token
    public let kind: Kind
    public let terminal: String?
    /// A closed word, never free text; of a stopped service its id and the word.
    public let detail: String
    public let firstAt: Instant
    public let lastAt: Instant
    /// How often it happened since it was last acknowledged; 1 and up.
    public let count: Int64
    public let acknowledgedAt: Instant?
}
