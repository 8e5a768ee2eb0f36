public import Base

/// What a person leaves with.
public struct ServiceResult: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A sealed paper.
        case paper
        /// An electronic licence 电子证照, with its sealed paper.
        case licence
        /// A change in a register, with a sealed receipt.
        case register
        case appointment
        case money
    }

    /// How long a paper may be relied on where a rule holds.
    public struct Validity: Hashable, Sendable {
        public enum End: Hashable, Sendable {
            case never
            case day(DayTerm)
        }

        /// Nil: always; only the last one has none.
        public let when: Rule?
        public let end: End
    }

    public let kind: Kind
    public let name: LocalText
    /// Days from issue on which the paper may be relied on; nil when it states a fact of its day and does not end.
    public let validityDays: Int?
    /// How many days before it ends its person is reminded by message; nil where she is not.
    public var remindDaysBefore: Int?
    /// The first that holds stands before ``validityDays``.
    public var validity: [Validity] = []
    public var changes: [Change] = []
    /// The type of the licence, where its identifier is given here; nil: the department gives one of its own.
    public var licence: LicenceType?

    /// The last day of a paper issued on `day`, for a case of which this is known; nil: without end.
    public func lastDay(issuedOn day: CalendarDate, in facts: RuleFacts) -> CalendarDate? {
        switch validity.first(where: { $0.when?.holds(in: facts) ?? true })?.end {
        case .never?: return nil
        case .day(let term)?:
            // A register without the day that it is counted from says no more than the service does.
            if let last = term.day(issuedOn: day, in: facts) { return last }
        case nil: break
        }
        return validityDays.map { CalendarDate(daysSince1970: day.daysSince1970 + $0) }
    }

    /// The registers' fields from whose days a paper's end is counted, as `<department>/<register>.<field>`.
    var startFields: [String] {
        validity.compactMap { validity in
            guard case .day(let term) = validity.end, case .field(let name) = term.start else { return nil }
            return name
        }
    }

    /// Whether the department must hear of it: what ends in a paper or a booked visit is there already.
    public var isDelivered: Bool { [.register, .licence, .money].contains(kind) }
}
