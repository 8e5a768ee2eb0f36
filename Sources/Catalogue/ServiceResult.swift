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
    ///
    /// Its `today` is the day of hand-in, as in every rule; what is counted from `today` is counted from the day of issue
    /// (``DayTerm``), which may be a later one. So no rule can keep an end before a day: ``notAfter`` does.
    public struct Validity: Hashable, Sendable {
        public enum End: Hashable, Sendable {
            case never
            case day(DayTerm)

            fileprivate var term: DayTerm? {
                if case .day(let term) = self { term } else { nil }
            }
        }

        /// Nil: always; only the last one has none.
        public let when: Rule?
        public let end: End
        /// The last day of what the paper hangs on, which it does not outlast; nil where it hangs on nothing.
        public let notAfter: DayTerm?
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
        let entry = validity.first { $0.when?.holds(in: facts) ?? true }
        guard entry?.end != .never else { return nil }
        // A register without the day that it is counted from says no more than the service does.
        let last =
            entry?.end.term?.day(issuedOn: day, in: facts)
            ?? validityDays.map { CalendarDate(daysSince1970: day.daysSince1970 + $0) }
        let latest = entry?.notAfter?.day(issuedOn: day, in: facts)
        return [last, latest].compactMap(\.self).min()
    }

    /// The registers' fields from whose days a paper's end is counted, as `<department>/<register>.<field>`.
    var startFields: [String] {
        validity.flatMap { [$0.end.term?.field, $0.notAfter?.field].compactMap(\.self) }
    }

    /// Whether the department must hear of it: what ends in a paper or a booked visit is there already.
    public var isDelivered: Bool { [.register, .licence, .money].contains(kind) }
}
