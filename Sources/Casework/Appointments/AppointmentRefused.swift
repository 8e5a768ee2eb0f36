public import HTTPTypes
public import Web

/// Why an appointment is not made, moved or given back.
public enum AppointmentRefused: Refusal, Hashable, CaseIterable {
    /// Somebody else was quicker.
    case slotTaken
    /// The person has a booking of that service on that day.
    case dayTaken
    /// No such place, day or time is offered.
    case notOffered
    /// None of what is offered was chosen.
    case nothingChosen
    /// The time for which the slot was held ran out before the submission.
    case holdOver
    /// There is no booking that can still be given back.
    case nothingToCancel
    /// No appointment belongs to number and code, or it is another's: the two look the same.
    case unknown
    /// Whether somebody came is said of what has begun.
    case notYet
    /// Its office reads what a booking says on the days around the visit alone.
    case otherDay

    public var slug: String {
        switch self {
        case .slotTaken: "slot-taken"
        case .dayTaken: "slot-day-taken"
        case .notOffered: "slot-not-offered"
        case .nothingChosen: "slot-not-chosen"
        case .holdOver: "slot-hold-over"
        case .nothingToCancel: "nothing-to-cancel"
        case .unknown: "appointment-unknown"
        case .notYet: "appointment-not-yet"
        case .otherDay: "appointment-other-day"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .slotTaken, .dayTaken, .holdOver, .nothingToCancel, .notYet, .otherDay: .conflict
        case .notOffered, .nothingChosen: .unprocessableContent
        case .unknown: .notFound
        }
    }
}
