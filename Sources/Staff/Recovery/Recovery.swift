public import Base

/// What the server's console begins alone and others can stop: another device for somebody, or somebody for an officer's place
/// that was held before.
///
/// Its code opens after a waiting time in which everybody at the desk has been told of it.
public struct Recovery: Hashable, Sendable {
    /// How long the code is open after the wait.
    public static let openFor = Duration.seconds(86_400)

    /// What it would change.
    public enum Aim: Hashable, Sendable {
        case device(of: String)
        case seat(StaffRole)

        /// The account's number or the place's role, as the log and the alarm have it.
        public var text: String {
            switch self {
            case .device(let account): account
            case .seat(let seat): seat.rawValue
            }
        }
    }

    public enum End: String, Sendable, CaseIterable {
        case refused
        case used
        /// The console began it anew.
        case replaced
    }

    public let id: Token
    public let aim: Aim
    public let begunAt: Instant
    /// From here on the code works.
    public let opensAt: Instant
    public let expiresAt: Instant
    public internal(set) var end: End?
    /// Who refused it.
    public internal(set) var refusedBy: String?

    /// Whether it waits or is open.
    public func isRunning(at now: Instant) -> Bool { end == nil && now < expiresAt }

    /// Whether this person may stop it: those who watch over rights, and the person whom it is about.
    public func isRefusable(by account: StaffAccount) -> Bool {
        account.state == .active && (account.may(.refuseRecoveries) || aim == .device(of: account.id))
    }
}
