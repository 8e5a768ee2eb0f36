public import Storage

/// What a person is told of her case without having asked.
public enum NoticeKind: String, Sendable, CaseIterable, SQLConvertible {
    case handedIn = "handed-in"
    /// Nothing is missing; it is being decided 受理.
    case accepted
    case correctionAsked = "correction-asked"
    /// What was asked of her is not answered, and its last day is near.
    case correctionDue = "correction-due"
    /// A file that she had sent turned out to be infected after it was handed in, and is gone.
    case fileInfected = "file-infected"
    /// Withdrawn before it was decided: a receipt for who did it, and news for whom it was done for.
    case withdrawn
    /// Ended by its time because nothing was corrected: nobody did it, so nobody else tells her.
    case lapsed
    /// Yes or no; which of them stands in the case and not in a message.
    case decided
    case appointment
    /// What is booked is tomorrow.
    case appointmentTomorrow = "appointment-tomorrow"
    /// What was booked is given back, or its office has cancelled it.
    case appointmentCancelled = "appointment-cancelled"
    /// The office says that she did not come: too many of these stop booking.
    case appointmentMissed = "appointment-missed"
    /// What was given ends soon.
    case ending
    /// A department has not decided in time.
    case overdue
    /// Its department has taken back the validity of its paper.
    case paperRevoked = "paper-revoked"

    /// Whether its person is told herself, beside who acts for her.
    public var isToldToBoth: Bool {
        [.withdrawn, .lapsed, .appointmentCancelled, .appointmentMissed, .paperRevoked].contains(self)
    }

    /// Whether a timer, or somebody at the end of a long day, may have made it: her message waits for the day.
    var waitsForDay: Bool {
        [
            .appointmentTomorrow, .appointmentMissed, .ending, .accepted, .overdue, .fileInfected,
            .correctionDue, .lapsed,
        ].contains(self)
    }

    /// What a law wants told, whether she likes messages or not.
    ///
    /// Source: the Administrative Licensing Law, article 32 (everything that has to be supplemented is told at one time) and
    /// article 44 (a decision is delivered); what ends a right that was granted, or an application that waits for a decision, is told
    /// as what would have granted it.
    public var isRequired: Bool {
        [.correctionAsked, .fileInfected, .lapsed, .decided, .paperRevoked].contains(self)
    }
}
