public import HTTPTypes
public import Web

/// Why a terminal, or an operator who deals with one, is not obeyed.
public enum TerminalRefused: Refusal, Hashable {
    /// No code like this is open: mistyped, used, or older than fifteen minutes.
    case codeUnknown
    /// The machine or its key is admitted already; both are stopped until an operator looks.
    case identityReused
    /// The request for admission breaks the form: serial, version or key.
    case malformed
    case unknownStation
    case unknownTerminal
    case unknownAlarm
    /// The request carries no signature of an admitted terminal, or it does not fit the request.
    case signature
    /// The terminal's clock is more than a minute off.
    case clock
    case replayed
    case revoked
    case stopped
    /// This service is stopped at this terminal; others go on.
    case serviceStopped

    public var slug: String {
        switch self {
        case .codeUnknown: "terminal-code-unknown"
        case .identityReused: "terminal-identity-reused"
        case .malformed: "terminal-malformed"
        case .unknownStation: "station-unknown"
        case .unknownTerminal: "terminal-unknown"
        case .unknownAlarm: "alarm-unknown"
        case .signature: "terminal-signature"
        case .clock: "terminal-clock"
        case .replayed: "terminal-replayed"
        case .revoked: "terminal-revoked"
        case .stopped: "terminal-stopped"
        case .serviceStopped: "service-stopped"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .codeUnknown, .revoked, .stopped: .forbidden
        case .identityReused: .conflict
        case .malformed: .badRequest
        case .unknownStation, .unknownTerminal, .unknownAlarm: .notFound
        case .signature, .clock, .replayed: .unauthorized
        case .serviceStopped: .serviceUnavailable
        }
    }
}
