public import Storage

/// Where a case 办件 stands.
public enum CaseState: String, Sendable, CaseIterable, SQLConvertible {
    /// The person is answering.
    case open
    /// The person has submitted; the paper is being made.
    case submitted
    /// The sealed paper exists and has not come out yet.
    case issued
    /// The paper came out.
    case delivered
    /// Given up by the person, or left until it ran out.
    case withdrawn

    /// The state after an event, or nil when the event is refused in this state.
    public func after(_ event: CaseEvent) -> CaseState? {
        switch (self, event) {
        case (.open, .recordRead), (.open, .answered): .open
        case (.open, .submitted): .submitted
        case (.open, .withdrawn): .withdrawn
        // What was lodged while the department was silent is filled before its paper is made.
        case (.submitted, .recordRead): .submitted
        case (.submitted, .issued): .issued
        case (.issued, .printRequested), (.issued, .printFailed), (.issued, .printUnknown),
            (.issued, .printMismatch):
            .issued
        case (.issued, .printed): .delivered
        // A paper may be printed again, and the second report of one printing changes nothing.
        case (.delivered, .printRequested), (.delivered, .printed), (.delivered, .printFailed),
            (.delivered, .printUnknown), (.delivered, .printMismatch), (.delivered, .rated):
            .delivered
        case (.issued, .rated): .issued
        default: nil
        }
    }
}

/// What happens to a case; each is one row of its history, never changed.
public enum CaseEvent: String, Sendable, CaseIterable, SQLConvertible {
    case opened
    case recordRead = "record-read"
    case answered
    case submitted
    case issued
    case printRequested = "print-requested"
    case printed
    case printFailed = "print-failed"
    case printUnknown = "print-unknown"
    case printMismatch = "print-mismatch"
    case withdrawn
    case rated
}
