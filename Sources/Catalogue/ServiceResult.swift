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

    /// What a register says of the person from the result on.
    public struct Change: Hashable, Sendable {
        public enum Value: Hashable, Sendable {
            case text(String)
            /// The day of the result and so many more.
            case today(Int)
            case answer(String)
        }

        /// `<department>/<resource>`, one of the service's own department.
        public let resource: String
        public let values: [String: Value]

        /// What to write, once the answers are known; a question without an answer leaves its field as it is.
        public func values(_ answers: [String: String], on day: CalendarDate) -> [String: String] {
            values.compactMapValues { value in
                switch value {
                case .text(let text): text
                case .today(let days): CalendarDate(daysSince1970: day.daysSince1970 + days).description
                case .answer(let id): answers[id].flatMap { $0.isEmpty ? nil : $0 }
                }
            }
        }
    }

    /// How long a paper may be relied on where a rule holds.
    public struct Validity: Hashable, Sendable {
        public let when: Rule
        /// Nil: it does not end.
        public let days: Int?
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

    /// Days from issue for a case of which this is known; nil: without end.
    public func validityDays(in facts: RuleFacts) -> Int? {
        guard let first = validity.first(where: { $0.when.holds(in: facts) }) else { return validityDays }
        return first.days
    }

    /// Whether the department must hear of it: what ends in a paper or a booked visit is there already.
    public var isDelivered: Bool { [.register, .licence, .money].contains(kind) }
}
