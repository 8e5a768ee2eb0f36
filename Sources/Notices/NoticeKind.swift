public import Storage

/// What a person is told of her case without having asked.
public enum NoticeKind: String, Sendable, CaseIterable, SQLConvertible {
    case handedIn = "handed-in"
    /// Nothing is missing; it is being decided 受理.
    case accepted
    case correctionAsked = "correction-asked"
    /// Yes or no; which of them stands in the case and not in a message.
    case decided
    case appointment
    /// What is booked is tomorrow.
    case appointmentTomorrow = "appointment-tomorrow"
    /// What was given ends soon.
    case ending
    /// A department has not decided in time.
    case overdue
    /// Its department has taken back the validity of its paper.
    case paperRevoked = "paper-revoked"

    /// Whether a timer may have made it, in the middle of the night: her message waits for the day.
    var waitsForDay: Bool { [.appointmentTomorrow, .ending, .accepted, .overdue].contains(self) }

    /// What a law wants told, whether she likes messages or not.
    ///
    /// Source: the Administrative Licensing Law, article 32 (everything that has to be supplemented is told at one time) and
    /// article 44 (a decision is delivered); what ends a
    /// right that was granted is told as what granted it.
    public var isRequired: Bool { self == .correctionAsked || self == .decided || self == .paperRevoked }
}
