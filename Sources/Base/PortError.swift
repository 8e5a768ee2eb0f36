/// What can go wrong at a foreign system; a fault of the world, never a refusal by it.
public enum PortError: Error, Hashable, Sendable {
    /// The connection could not be made or broke.
    case unreachable(system: String)
    /// The deadline of the call passed; whether the other side acted is unknown.
    case timedOut(system: String)
    /// The circuit breaker is open: the system failed repeatedly and is left alone for a while.
    case resting(system: String)
    /// The answer breaks the protocol, its signature is wrong, or it speaks of something that was not asked.
    case untrustworthy(system: String, reason: String)
    /// The system answered that it cannot serve.
    case failed(system: String, code: String)

    public var system: String {
        switch self {
        case .unreachable(let system), .timedOut(let system), .resting(let system),
            .untrustworthy(let system, _), .failed(let system, _):
            system
        }
    }

    /// Whether the system did not answer at all, so that the same question may go through a little later; an answer that
    /// cannot be used is a matter of the one case.
    public var isSilence: Bool {
        switch self {
        case .unreachable, .timedOut, .resting: true
        case .untrustworthy, .failed: false
        }
    }

    /// Whether the same question may go through a little later without anybody's doing: a silence, or an answer that says no
    /// more than that the system is busy (a status 429 or 5xx, or `busy`).
    public var mayPass: Bool {
        guard case .failed(_, let code) = self else { return isSilence }
        return code == "busy" || code == "429" || code.count == 3 && code.hasPrefix("5")
    }
}
