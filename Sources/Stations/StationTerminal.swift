public import Base
public import Storage

/// A terminal that was admitted at a station, and what the centre knows about it.
public struct StationTerminal: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable, SQLConvertible {
        case enrolled
        /// Out of service until an operator lets it in again; may still report and end what it began.
        case stopped
        /// Out for good: its key opens nothing any more.
        case revoked
    }

    /// What stands for a terminal where a person acts at none, on her own phone or computer.
    public static let atHome = "online"

    /// A ``Token``; the key id of its signatures.
    public let id: String
    public let station: String
    /// Serial number of the machine.
    public let serial: String
    public let publicKeyPEM: String
    public let state: State
    /// A closed word such as `print-mismatch`; nil while enrolled.
    public let stopReason: String?
    public let enrolledAt: Instant
    public let lastHealth: TerminalHealth?

    /// Whether it said of late that it serves, with devices that somebody has a use for.
    func serves(at now: Instant, where can: (TerminalHealth) -> Bool) -> Bool {
        guard state == .enrolled, let health = lastHealth else { return false }
        return now.since(health.at) <= StationListing.silenceMax && can(health)
    }
}
