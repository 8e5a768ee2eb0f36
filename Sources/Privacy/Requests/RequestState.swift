public import Storage

/// Where a person's request about her data stands.
public enum RequestState: String, Sendable, CaseIterable, SQLConvertible {
    /// It has its number, and its clock runs.
    case received
    /// An official works at it.
    case taken
    /// An official said yes to what the house carries out by itself, and it has not done so yet.
    case granted
    /// Granted, and carried out on the day on which the law no longer makes us keep what it is about.
    case deferred
    case answered
    case refused
    /// The person did not agree: another official looks again.
    case appealed
    /// Answered after the second look; what is left are the authority and the court.
    case answeredAgain = "answered-again"
    case refusedAgain = "refused-again"
    /// Taken back by the person.
    case withdrawn

    /// Whether somebody still owes the person an answer, so that the clock runs.
    public var isOpen: Bool { [.received, .taken, .appealed].contains(self) }

    /// Whether something is still to be done about it, by whomever.
    public var isPending: Bool { isOpen || self == .granted || self == .deferred }

    /// Whether nothing can happen to it any more.
    public var isOver: Bool { [.answeredAgain, .refusedAgain, .withdrawn].contains(self) }

    /// The state after an event, or nil when the event is refused in this state.
    public func after(_ event: RequestEvent) -> RequestState? {
        switch (self, event) {
        case (.received, .taken): .taken
        case (.received, .answered), (.taken, .answered): .answered
        case (.received, .refused), (.taken, .refused): .refused
        case (.received, .granted), (.taken, .granted), (.appealed, .granted): .granted
        case (.received, .deferred), (.taken, .deferred), (.granted, .deferred): .deferred
        case (.received, .withdrawn), (.taken, .withdrawn), (.granted, .withdrawn), (.deferred, .withdrawn),
            (.appealed, .withdrawn):
            .withdrawn
        case (.granted, .answered), (.deferred, .answered): .answered
        case (.received, .reminded), (.taken, .reminded), (.appealed, .reminded): self
        case (.answered, .appealed), (.refused, .appealed): .appealed
        case (.appealed, .answered): .answeredAgain
        case (.appealed, .refused): .refusedAgain
        default: nil
        }
    }
}

/// What happens to a request; each is one row of its history, never changed.
public enum RequestEvent: String, Sendable, CaseIterable, SQLConvertible {
    case made
    case taken
    case answered
    case refused
    /// An official said yes to what the house carries out by itself.
    case granted
    case deferred
    /// The officials were told that the last day comes near.
    case reminded
    case appealed
    case withdrawn
}
